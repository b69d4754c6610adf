package io.leaderboard.cli.bench;

import io.leaderboard.cli.load.Distribution;
import io.leaderboard.cli.load.Sessions;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.PartitionKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A game and the events that are written to its log. For one thread.
 *
 * <p>Six of ten events are better than everything before, so that they improve their user's
 * standing, whoever that is; the others are worse than all of those.
 */
final class BenchGame {
  private static final int IMPROVING_OF_TEN = 6;

  private final GameDefinition definition;
  private final Sessions everybody;
  private final Sessions sessions;
  private final boolean adds;
  private long written;
  private long now = System.currentTimeMillis();

  private BenchGame(GameDefinition definition, int users, Distribution distribution, boolean adds) {
    this.definition = definition;
    this.everybody = new Sessions(1, users, Distribution.UNIFORM, 1);
    this.sessions = new Sessions(1, users, distribution, 2);
    this.adds = adds;
  }

  /** One board of all time that keeps the best, equal scores sharing a rank. */
  static BenchGame best(String id, int users, Distribution distribution) {
    return new BenchGame(
        game(id, List.of(board("all-time", Aggregation.BEST, Ties.SHARED))),
        users,
        distribution,
        false);
  }

  /** One board that adds up. */
  static BenchGame sum(String id, int users) {
    return new BenchGame(
        game(id, List.of(board("all-time", Aggregation.SUM, Ties.SHARED))),
        users,
        Distribution.UNIFORM,
        true);
  }

  /** One board where of equal scores the earlier is ahead. */
  static BenchGame earliest(String id, int users) {
    return new BenchGame(
        game(id, List.of(board("all-time", Aggregation.BEST, Ties.EARLIEST))),
        users,
        Distribution.UNIFORM,
        false);
  }

  /** The four boards of a game that nobody defined. */
  static BenchGame standard(String id, int users) {
    return new BenchGame(GameDefinition.automatic(id), users, Distribution.UNIFORM, false);
  }

  /** Many boards of all time. */
  static BenchGame boards(String id, int users, int boards) {
    List<BoardDefinition> all =
        IntStream.range(0, boards)
            .mapToObj(i -> board("b" + i, Aggregation.BEST, Ties.SHARED))
            .toList();
    return new BenchGame(game(id, all), users, Distribution.UNIFORM, false);
  }

  /** One board that no event counts on, for want of its metric: events make history alone. */
  static BenchGame history(String id, int users) {
    return new BenchGame(
        game(id, List.of(board("nowhere", Aggregation.BEST, Ties.SHARED, "distance"))),
        users,
        Distribution.UNIFORM,
        false);
  }

  private static BoardDefinition board(String id, Aggregation aggregation, Ties ties) {
    return board(id, aggregation, ties, BoardDefinition.SCORE);
  }

  private static BoardDefinition board(
      String id, Aggregation aggregation, Ties ties, String metric) {
    return new BoardDefinition(
        id,
        aggregation,
        Order.DESC,
        metric,
        PeriodKind.ALL_TIME,
        List.of(),
        ties,
        BoardDefinition.DEFAULT_RETENTION,
        1);
  }

  private static GameDefinition game(String id, List<BoardDefinition> boards) {
    GameDefinition standard = GameDefinition.automatic(id);
    return new GameDefinition(
        id,
        standard.name(),
        standard.description(),
        true,
        0,
        standard.timeZone(),
        standard.closing(),
        standard.lateness(),
        null,
        null,
        boards);
  }

  GameDefinition definition() {
    return definition;
  }

  /** The id of a user; seven digits, so that all are of one length. */
  static String user(int number) {
    return "u%07d".formatted(number);
  }

  /** Bytes of key and value of a record, with an event id as the batches have. */
  static int recordBytes(String gameId) {
    long now = System.currentTimeMillis();
    return PartitionKey.of(gameId, user(0)).length
        + ScoreRecordCodec.encode(
                new ScoreEvent(
                    "r0123456789-1000000-0001",
                    gameId,
                    user(0),
                    Sessions.BEST_SCORE,
                    0,
                    Map.of(),
                    now,
                    now,
                    null,
                    Map.of()))
            .length;
  }

  /** One event of each user. */
  Map<Integer, Long> fill(LogWriter log) {
    return log.write(everybody.users(), i -> event(everybody.user(i), i));
  }

  /** Further events. */
  Map<Integer, Long> play(LogWriter log, long count) {
    return log.write(
        count, i -> event(sessions.user(everybody.users() + written), everybody.users() + written));
  }

  private ScoreEvent event(int user, long number) {
    written++;
    if (written % 1_000 == 0) {
      now = System.currentTimeMillis();
    }
    long score = sessions.score(number);
    if (adds) {
      score %= 1_000;
    } else if (written % 10 < IMPROVING_OF_TEN) {
      score = Sessions.BEST_SCORE + written;
    }
    return new ScoreEvent(
        "bench-" + written,
        definition.gameId(),
        user(user),
        score,
        0,
        Map.of(),
        now,
        now,
        null,
        Map.of());
  }
}
