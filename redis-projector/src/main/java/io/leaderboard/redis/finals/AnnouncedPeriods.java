package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalFacts;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.TopicReader;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.LeftPeriods;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which periods are final, by {@code final-manifests}: facts of the log, whatever Redis holds. So a
 * Redis that is sized for what stays can be filled anew when it has lost everything, and under
 * other rules.
 *
 * <p>Of what was announced under the same rules the newest stay, as many as the board retains; what
 * was announced under others is read from the archive. A period that was never announced may be
 * left out only when it is known to have no standing. That follows from manifests of rules under
 * which the same periods had standings: they differ in what they make of an event, and not in which
 * events count. Of a board with another metric, other periods or other decimals nothing is known
 * and nothing left out: what was announced of it leaves Redis after the fill.
 */
public final class AnnouncedPeriods implements LeftPeriods {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedPeriods.class);

  private static final String CLIENT = "redis-projector-announced";

  private final LogProperties properties;
  private final FollowedLog log;

  /** Reads the topic each time it is asked: seldom, and as long as there are manifests. */
  public AnnouncedPeriods(LogProperties properties, FollowedLog log) {
    this.properties = properties;
    this.log = log;
  }

  @Override
  public Map<String, Long> leftOut(Collection<Game> games, Function<Game, Edition> next) {
    Map<String, BoardOf> boards = new HashMap<>();
    for (Game game : games) {
      // Rules so old that they are forgotten are not filled either.
      game.rules(next.apply(game).rules())
          .ifPresent(
              rules -> {
                for (BoardDefinition board : rules.definition().boards()) {
                  if (board.period() != PeriodKind.ALL_TIME) {
                    boards.put(
                        RedisLayout.pastField(game.id(), board.id()),
                        new BoardOf(game, rules, board));
                  }
                }
              });
    }
    Map<String, Long> left = new HashMap<>();
    if (!boards.isEmpty()) {
      read(boards);
      boards.forEach(
          (field, board) -> board.leftThrough().ifPresent(through -> left.put(field, through)));
    }
    return left;
  }

  private void read(Map<String, BoardOf> boards) {
    String logId = log.topicId();
    try (TopicReader reader = ManifestsTopic.open(properties, CLIENT)) {
      ManifestsTopic.readToEnd(
          reader,
          properties,
          manifest -> {
            BoardOf board =
                boards.get(
                    RedisLayout.pastField(manifest.period().gameId(), manifest.period().boardId()));
            if (board != null && manifest.facts().logId().equals(logId)) {
              board.add(manifest);
            }
          },
          // Perhaps of a later version: what it announces is filled, which is never wrong.
          (record, e) ->
              LOG.warn(
                  "The manifest at {} of {} cannot be read: {}",
                  record.offset(),
                  record.topic(),
                  e.getMessage()));
    }
  }

  /** What is known of a board that is to be filled. */
  private static final class BoardOf {
    private final BoardDefinition board;
    private final FinalRules rules;
    private final PeriodCalendar calendar;
    private final int retention;
    // By period, since a later manifest of it takes the place of an earlier one.
    private final Map<String, FinalManifest> announced = new HashMap<>();

    BoardOf(Game game, Game.Rules rules, BoardDefinition board) {
      this.board = board;
      this.rules = FinalRules.of(rules.definition(), board);
      this.calendar = PeriodCalendar.of(board, rules.definition().timeZone());
      // How many stay is no meaning of the log: what is defined now holds at once.
      this.retention =
          game.definition()
              .board(board.id())
              .map(BoardDefinition::retention)
              .orElse(board.retention());
    }

    void add(FinalManifest manifest) {
      announced.put(manifest.period().period(), manifest);
    }

    OptionalLong leftThrough() {
      long through = Long.MIN_VALUE;
      List<Period> alike = new ArrayList<>();
      for (FinalManifest manifest : announced.values()) {
        FinalFacts facts = manifest.facts();
        FinalRules then = facts.rules();
        if (then != null && hasStandingsAs(then)) {
          through = Math.max(through, facts.completeThrough());
        }
        period(manifest).filter(period -> rules.equals(then)).ifPresent(alike::add);
      }
      alike.sort(Comparator.comparingLong(Period::end));
      List<Period> stay = alike.subList(Math.max(0, alike.size() - retention), alike.size());
      if (!stay.isEmpty()) {
        through = Math.min(through, stay.get(0).end() - 1);
      }
      through = Math.min(through, beforeSeasonsNotAnnounced(through));
      return through == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(through);
    }

    /** Where that began and ended as here. */
    private Optional<Period> period(FinalManifest manifest) {
      return calendar
          .find(manifest.period().period())
          .filter(here -> here.start() == manifest.start() && here.end() == manifest.end());
    }

    /** Whether a period had standings then exactly when it has some here. */
    private boolean hasStandingsAs(FinalRules then) {
      // A count takes events whose number does not exist at the game's decimals.
      boolean countsAsMuch =
          rules.aggregation() != Aggregation.COUNT || then.aggregation() == Aggregation.COUNT;
      return countsAsMuch
          && then.metric().equals(rules.metric())
          && then.decimals() == rules.decimals()
          && then.period() == rules.period()
          && then.timeZone().equals(rules.timeZone())
          && then.closing() == rules.closing();
    }

    /** Seasons may be added in the past, of which no manifest knew. */
    private long beforeSeasonsNotAnnounced(long through) {
      long before = through;
      for (Season season : board.seasons()) {
        FinalManifest manifest = announced.get(season.name());
        if (manifest == null || period(manifest).isEmpty()) {
          before = Math.min(before, season.end() - 1);
        }
      }
      return before;
    }
  }
}
