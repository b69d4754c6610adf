package io.leaderboard.redis;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Games whose boards a test chooses. */
final class TestGames {
  private TestGames() {}

  /** A game of whole numbers whose periods nobody closes. */
  static GameDefinition game(String id, BoardDefinition... boards) {
    return new GameDefinition(
        id,
        "",
        "",
        true,
        0,
        ZoneOffset.UTC,
        Closing.MANUAL,
        Duration.ZERO,
        null,
        null,
        List.of(boards));
  }

  /** A board of all time and one shard on which more is better. */
  static BoardDefinition allTime(String id, Aggregation aggregation, Ties ties) {
    return new BoardDefinition(
        id,
        aggregation,
        Order.DESC,
        BoardDefinition.SCORE,
        PeriodKind.ALL_TIME,
        List.of(),
        ties,
        BoardDefinition.DEFAULT_RETENTION,
        1);
  }

  /** Events of seven users, each of a higher score than those before. */
  static List<ScoreEvent> runs(String game, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> new ScoreEvent("run" + i, game, "u" + i % 7, i, 0, Map.of(), i, i, null, Map.of()))
        .toList();
  }
}
