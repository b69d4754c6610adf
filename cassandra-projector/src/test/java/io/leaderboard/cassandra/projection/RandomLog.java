package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.ReferenceFold;
import io.leaderboard.events.reference.ReferenceStanding;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Random games, a random log of their events, and what must become of them. */
final class RandomLog {
  static final int WINDOW = 60;

  final Seed seed = Seed.fresh();
  final List<GameDefinition> definitions;
  final List<LogRecord> log;
  final LogReplay replay;

  RandomLog(int events) {
    System.err.println("Random log of " + seed);
    RandomGames random =
        new RandomGames(seed, EnumSet.of(PeriodKind.ALL_TIME), EnumSet.allOf(Ties.class));
    definitions = List.of(random.next("one"), random.next("two"), random.next("three"));
    log = new RandomEvents(seed, definitions).log(events, 4);
    replay = new LogReplay(log, WINDOW);
  }

  Games games() {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(4, WINDOW, 0));
    definitions.forEach(definition -> fold.apply(new GameDefined(definition, 0, 0)));
    return fold.snapshot();
  }

  ReferenceFold reference() {
    ReferenceFold reference = new ReferenceFold(WINDOW);
    definitions.forEach(reference::define);
    return reference;
  }

  /** Compares every standing of every board. */
  void assertHeldBy(TestStore store) {
    definitions.forEach(definition -> assertHeldBy(store, definition, 1, reference()));
  }

  void assertHeldBy(
      TestStore store, GameDefinition definition, int rules, ReferenceFold reference) {
    Map<StandingKey, ReferenceStanding> all = reference.standings(log);
    for (BoardDefinition board : definition.boards()) {
      if (board.period() != PeriodKind.ALL_TIME) {
        continue;
      }
      int scale = board.aggregation() == Aggregation.COUNT ? 0 : definition.decimals();
      Map<String, Standing> expected = new HashMap<>();
      all.forEach(
          (key, standing) -> {
            if (key.gameId().equals(definition.gameId()) && key.boardId().equals(board.id())) {
              long value = ScaledLong.of(standing.score(), scale).orElseThrow();
              expected.put(key.userId(), new Standing(value, standing.reachedAt()));
            }
          });
      assertThat(store.standings(definition.gameId(), board.id(), rules))
          .as("%s %s rules %d, %s", definition.gameId(), board, rules, seed)
          .isEqualTo(expected);
    }
  }
}
