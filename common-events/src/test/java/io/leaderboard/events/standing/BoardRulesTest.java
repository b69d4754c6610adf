package io.leaderboard.events.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoardRulesTest {
  private static final int LOGS = 60;
  private static final int EVENTS_A_LOG = 1_000;

  @Test
  void foldsEveryLogToWhatThePlainestFoldGives() {
    Seed seed = Seed.fresh();
    for (int i = 0; i < LOGS; i++) {
      Seed ofLog = seed.derive(i);
      Random random = ofLog.random();
      RandomGames games = new RandomGames(ofLog.derive(1));
      List<GameDefinition> definitions = List.of(games.next("chess"), games.next("go.9x9"));
      List<LogRecord> log =
          new RandomEvents(ofLog.derive(2), definitions).log(EVENTS_A_LOG, 1 + random.nextInt(4));
      int window = random.nextInt(3) == 0 ? 1_000_000 : 1 + random.nextInt(60);
      ReferenceFold reference = new ReferenceFold(window);
      definitions.forEach(reference::define);
      assertThat(fold(definitions, log, window))
          .as("log %s of %s", i, seed)
          .isEqualTo(reference.standings(log));
    }
  }

  @Test
  void doesNotDependOnTheOrderOfDelivery() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    for (Aggregation aggregation : Aggregation.values()) {
      for (Order order : Order.values()) {
        BoardRules rules = rules(aggregation, order, 2);
        for (int i = 0; i < 2_000; i++) {
          List<Run> runs = runs(random, aggregation);
          List<Run> shuffled = new ArrayList<>(runs);
          Collections.shuffle(shuffled, random);
          assertThat(comparable(aggregation, fold(rules, shuffled)))
              .as("%s %s of %s, %s", aggregation, order, shuffled, seed)
              .isEqualTo(comparable(aggregation, fold(rules, runs)));
        }
      }
    }
  }

  /** Since when the last value has been there follows from the order in which the log has it. */
  private static Standing comparable(Aggregation aggregation, @Nullable Standing standing) {
    Standing folded = Objects.requireNonNull(standing);
    return aggregation == Aggregation.LAST
        ? new Standing(folded.value(), folded.decidedAt())
        : folded;
  }

  @Test
  void takesOfRunsAtOneMomentTheOneThatStandsLastInTheLog() {
    BoardRules rules = rules(Aggregation.LAST, Order.DESC, 0);
    assertThat(fold(rules, List.of(new Run(5, 100), new Run(3, 100), new Run(9, 99))))
        .isEqualTo(new Standing(3, 100));
  }

  @Test
  void remembersTheEarliestOfTheBestRuns() {
    BoardRules rules = rules(Aggregation.BEST, Order.ASC, 0);
    assertThat(fold(rules, List.of(new Run(5, 100), new Run(5, 50), new Run(7, 1), new Run(5, 70))))
        .isEqualTo(new Standing(5, 50));
  }

  @Test
  void leavesOutEachEventThatWouldTakeASumOutOfRangeAndGoesOn() {
    BoardRules rules = rules(Aggregation.SUM, Order.DESC, 0);
    Standing full = new Standing(ScaledLong.MAX, 10);
    assertThat(rules.fits(full, 1)).isFalse();
    assertThat(rules.fold(full, 1, 99)).isSameAs(full);
    assertThat(rules.fold(full, -1, 99)).isEqualTo(new Standing(ScaledLong.MAX - 1, 99));
    Standing empty = new Standing(-ScaledLong.MAX, 10);
    assertThat(rules.fold(empty, -ScaledLong.MAX, 99)).isSameAs(empty);
  }

  @Test
  void countsAnEventWhateverItsNumberIsButNotWithoutTheMetric() {
    BoardRules onScore = rules(Aggregation.COUNT, Order.DESC, 0);
    assertThat(effect(onScore, event(15, 1, Map.of()))).isEqualTo(counts(1));
    assertThat(onScore.scale()).isZero();
    BoardRules onCoins = new BoardRules(game(0), board(Aggregation.COUNT, Order.DESC, "coins"));
    assertThat(effect(onCoins, event(15, 1, Map.of("kills", 3L))))
        .isEqualTo(Effect.Ignored.NO_METRIC);
    assertThat(effect(onCoins, event(15, 1, Map.of("coins", 3L)))).isEqualTo(counts(1));
  }

  @Test
  void rescalesWhatWasWrittenAtOtherDecimals() {
    assertThat(effect(rules(Aggregation.BEST, Order.DESC, 3), event(125, 1, Map.of())))
        .isEqualTo(counts(12_500));
    assertThat(effect(rules(Aggregation.BEST, Order.DESC, 0), event(125, 1, Map.of())))
        .isEqualTo(Effect.Ignored.NOT_REPRESENTABLE);
    assertThat(effect(rules(Aggregation.BEST, Order.DESC, 0), event(120, 1, Map.of())))
        .isEqualTo(counts(12));
    assertThat(effect(rules(Aggregation.SUM, Order.DESC, 1), event(ScaledLong.MAX, 0, Map.of())))
        .isEqualTo(Effect.Ignored.NOT_REPRESENTABLE);
  }

  @Test
  void ignoresWhatRepeatsWhatIsLateAndWhatLiesInNoSeason() {
    GameDefinition game = game(0);
    BoardDefinition daily =
        new BoardDefinition(
            "board",
            Aggregation.BEST,
            Order.DESC,
            BoardDefinition.SCORE,
            PeriodKind.DAILY,
            List.of(),
            Ties.SHARED,
            2,
            1);
    long day = 86_400_000;
    ScoreEvent event = event(7, 0, Map.of());
    BoardRules open = new BoardRules(game, daily);
    assertThat(open.effect(new EventEntry(0, event, true, Long.MIN_VALUE)))
        .isEqualTo(Effect.Ignored.DUPLICATE);
    assertThat(open.effect(new EventEntry(0, event, false, day))).isEqualTo(Effect.Ignored.LATE);
    assertThat(open.effect(new EventEntry(0, event, false, day - 1)))
        .isInstanceOf(Effect.Counts.class);
    assertThat(effect(new BoardRules(game, daily, day), event)).isEqualTo(Effect.Ignored.LATE);
    BoardDefinition seasons =
        new BoardDefinition(
            "board",
            Aggregation.BEST,
            Order.DESC,
            BoardDefinition.SCORE,
            PeriodKind.SEASONS,
            List.of(new Season("one", 1, 2)),
            Ties.SHARED,
            2,
            1);
    assertThat(effect(new BoardRules(game, seasons), event)).isEqualTo(Effect.Ignored.NO_SEASON);
  }

  /** ann reached 100 at 10, bob at 11; that ann then scored 0 changed nothing. */
  @Test
  void aSumIsReachedByTheEventThatChangedItLast() {
    BoardRules rules = rules(Aggregation.SUM, Order.DESC, 0);
    assertThat(fold(rules, List.of(new Run(100, 10), new Run(0, 12))))
        .isEqualTo(new Standing(100, 10));
    assertThat(fold(rules, List.of(new Run(0, 12), new Run(0, 11))))
        .isEqualTo(new Standing(0, 12, Standing.NEVER));
    assertThat(fold(rules, List.of(new Run(0, 12), new Run(100, 10))))
        .isEqualTo(new Standing(100, 10));
    assertThat(fold(rules, List.of(new Run(5, 10), new Run(-5, 11), new Run(0, 99))))
        .isEqualTo(new Standing(0, 11));
  }

  @Test
  void aLastValueThatComesAgainWasReachedBefore() {
    BoardRules rules = rules(Aggregation.LAST, Order.DESC, 0);
    assertThat(fold(rules, List.of(new Run(5, 10), new Run(5, 20))))
        .isEqualTo(new Standing(5, 10, 20));
    assertThat(fold(rules, List.of(new Run(5, 10), new Run(5, 20), new Run(7, 15))))
        .isEqualTo(new Standing(5, 10, 20));
    assertThat(fold(rules, List.of(new Run(5, 10), new Run(5, 20), new Run(7, 20))))
        .isEqualTo(new Standing(7, 20));
    assertThat(fold(rules, List.of(new Run(5, 10), new Run(7, 20), new Run(5, 30))))
        .isEqualTo(new Standing(5, 30));
  }

  private static Effect effect(BoardRules rules, ScoreEvent event) {
    return rules.effect(new EventEntry(0, event, false, Long.MIN_VALUE));
  }

  private static Effect counts(long value) {
    return new Effect.Counts(Period.ALL_TIME, value);
  }

  @Test
  void sortsTheBetterScoreFirst() {
    BoardRules desc = rules(Aggregation.BEST, Order.DESC, 0);
    BoardRules asc = rules(Aggregation.BEST, Order.ASC, 0);
    assertThat(desc.sortKey(10)).isLessThan(desc.sortKey(9));
    assertThat(asc.sortKey(9)).isLessThan(asc.sortKey(10));
    assertThat(desc.sortKey(desc.sortKey(7))).isEqualTo(7);
    assertThat(asc.sortKey(asc.sortKey(7))).isEqualTo(7);
  }

  private record Run(long value, long occurredAt) {}

  /** Runs whose order must not matter: sums stay in range, moments of `last` are different. */
  private static List<Run> runs(Random random, Aggregation aggregation) {
    List<Run> runs = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      long value = aggregation == Aggregation.COUNT ? 1 : random.nextLong(-5, 6);
      long at = aggregation == Aggregation.LAST ? i * 10L - 40 : random.nextLong(-5, 6);
      runs.add(new Run(value, at));
    }
    return runs;
  }

  private static @Nullable Standing fold(BoardRules rules, List<Run> runs) {
    Standing standing = null;
    for (Run run : runs) {
      standing = rules.fold(standing, run.value(), run.occurredAt());
    }
    return standing;
  }

  private static Map<StandingKey, ReferenceStanding> fold(
      List<GameDefinition> games, List<LogRecord> log, int window) {
    Map<String, List<BoardRules>> rules = new HashMap<>();
    for (GameDefinition game : games) {
      rules.put(
          game.gameId(), game.boards().stream().map(board -> new BoardRules(game, board)).toList());
    }
    Map<Integer, DuplicateFilter> filters = new HashMap<>();
    Map<StandingKey, Standing> standings = new HashMap<>();
    Map<StandingKey, ReferenceStanding> decimals = new HashMap<>();
    for (LogRecord at : log) {
      if (!(at.record() instanceof ScoreEvent event)
          || filters
              .computeIfAbsent(at.partition(), none -> new DuplicateFilter(window))
              .isDuplicate(at.offset(), event)) {
        continue;
      }
      for (BoardRules board : rules.getOrDefault(event.gameId(), List.of())) {
        if (!(effect(board, event) instanceof Effect.Counts counts)) {
          continue;
        }
        StandingKey key =
            new StandingKey(
                event.gameId(), board.board().id(), counts.period().id(), event.userId());
        Standing standing =
            Objects.requireNonNull(
                board.fold(standings.get(key), counts.value(), event.occurredAt()));
        standings.put(key, standing);
        decimals.put(
            key,
            new ReferenceStanding(
                ScaledLong.toDecimal(standing.value(), board.scale()), standing.reachedAt()));
      }
    }
    return decimals;
  }

  @Test
  void readsALogInWhateverOrderItsPartitionsAreRead() {
    Seed seed = Seed.fresh();
    List<GameDefinition> games = List.of(new RandomGames(seed).next("chess"));
    List<LogRecord> log = new RandomEvents(seed, games).log(2_000, 5);
    List<LogRecord> byPartition =
        log.stream().sorted(Comparator.comparingInt(LogRecord::partition).reversed()).toList();
    assertThat(fold(games, byPartition, 100)).as("%s", seed).isEqualTo(fold(games, log, 100));
  }

  private static BoardRules rules(Aggregation aggregation, Order order, int decimals) {
    return new BoardRules(game(decimals), board(aggregation, order, BoardDefinition.SCORE));
  }

  private static BoardDefinition board(Aggregation aggregation, Order order, String metric) {
    return new BoardDefinition(
        "board", aggregation, order, metric, PeriodKind.ALL_TIME, List.of(), Ties.SHARED, 2, 1);
  }

  private static GameDefinition game(int decimals) {
    GameDefinition automatic = GameDefinition.automatic("chess");
    return new GameDefinition(
        "chess",
        "",
        "",
        true,
        decimals,
        ZoneId.of("UTC"),
        automatic.closing(),
        Duration.ZERO,
        null,
        null,
        automatic.boards());
  }

  private static ScoreEvent event(long score, int scale, Map<String, Long> metrics) {
    return new ScoreEvent("e", "chess", "alice", score, scale, metrics, 0, 0, null, Map.of());
  }
}
