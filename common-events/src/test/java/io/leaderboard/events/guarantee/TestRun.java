package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.standing.Standing;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A run in few words: one game with a board of sums and one of the last, and ann. */
final class TestRun {
  static final String GAME = "alpha";
  static final int WINDOW = 10;

  final History history = new History(WINDOW);
  private final Games games = games();

  static LogRecord event(int partition, long offset, String id, long score, long occurredAt) {
    return new LogRecord(
        partition,
        offset,
        new ScoreEvent(
            id, GAME, "ann", score, 0, Map.of(), occurredAt, occurredAt, null, Map.of()));
  }

  /** An event at its offset as its time. */
  static LogRecord event(int partition, long offset, String id) {
    return event(partition, offset, id, 1, offset);
  }

  /** Bytes of no meaning. */
  static LogRecord malformed(int partition, long offset) {
    return new LogRecord(partition, offset, null);
  }

  static StandingKey ann(String board) {
    return new StandingKey(GAME, board, "all-time", "ann");
  }

  TestRun logged(LogRecord... records) {
    List.of(records).forEach(history::logged);
    return this;
  }

  TestRun acknowledged(LogRecord... records) {
    for (LogRecord record : records) {
      history.acknowledged(history.sending(), record);
    }
    return this;
  }

  TestRun held(long next, Map<StandingKey, Standing> standings) {
    history.held(new StoreView("the store", Map.of(0, next), games, standings, board -> true));
    return this;
  }

  /** Both boards hold so much of ann. */
  TestRun held(long next, long sum, long last, long at) {
    return held(
        next, Map.of(ann("sum"), new Standing(sum, at), ann("last"), new Standing(last, at)));
  }

  private static Games games() {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(2, WINDOW, 0));
    List<BoardDefinition> boards =
        List.of(board("sum", Aggregation.SUM), board("last", Aggregation.LAST));
    fold.apply(
        new GameDefined(
            new GameDefinition(
                GAME,
                "",
                "",
                true,
                0,
                ZoneId.of("UTC"),
                Closing.MANUAL,
                Duration.ZERO,
                null,
                null,
                boards),
            0,
            0));
    return fold.snapshot();
  }

  private static BoardDefinition board(String id, Aggregation aggregation) {
    return new BoardDefinition(
        id,
        aggregation,
        Order.DESC,
        BoardDefinition.SCORE,
        PeriodKind.ALL_TIME,
        List.of(),
        Ties.EARLIEST,
        BoardDefinition.MAX_RETENTION,
        1);
  }
}
