package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Game.Rules;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.log.LogView;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** Finds boards by what a reader calls them. Thread-safe. */
public final class Boards {
  private final LogView log;
  private final FreshReads reads;
  private final Clock clock;

  Boards(LogView log, FreshReads reads, Clock clock) {
    this.log = log;
    this.reads = reads;
    this.clock = clock;
  }

  /** How many partitions the log has, for {@link BoardRequest}. */
  public int partitions() {
    return log.partitions();
  }

  /** The board's place in Redis, once what the reader asked for is applied there. */
  public CompletableFuture<FreshRead<BoardPlace>> open(BoardRequest request) {
    // Before anything is asked from Redis: whether the game exists is known without it.
    game(request.gameId());
    return reads.begin(generation -> locate(request, generation), request.after());
  }

  private BoardPlace locate(BoardRequest request, Generation generation) {
    Game game = game(request.gameId());
    Rules rules = game.rulesIn(generation.epoch());
    BoardDefinition board = board(request, game.definition(), rules.definition());
    Period period = period(request, rules.definition(), board);
    ProjectedBoards.require(game.id(), board);
    return BoardPlace.of(generation, rules, board, period);
  }

  private Game game(String gameId) {
    return log.games().game(gameId).orElseThrow(() -> BoardProblems.unknownGame(gameId));
  }

  private static BoardDefinition board(
      BoardRequest request, GameDefinition latest, GameDefinition filled) {
    if (request.boardId().isEmpty()) {
      return filled.mainBoard();
    }
    String boardId = request.boardId().get();
    return filled
        .board(boardId)
        .orElseThrow(
            () ->
                latest.board(boardId).isPresent()
                    ? BoardProblems.boardFilling(latest.gameId(), boardId)
                    : BoardProblems.unknownBoard(latest, boardId));
  }

  private Period period(BoardRequest request, GameDefinition game, BoardDefinition board) {
    PeriodCalendar calendar = PeriodCalendar.of(board, game.timeZone());
    if (request.period().isPresent()) {
      return calendar.find(request.period().get()).orElseThrow(() -> unknownPeriod(board));
    }
    // Between two seasons there is no current one: which is no period of the board.
    Period current = calendar.at(clock.millis());
    if (current == null) {
      throw new InvalidFieldException("period", "must be given: no season is on now");
    }
    return current;
  }

  private static InvalidFieldException unknownPeriod(BoardDefinition board) {
    return new InvalidFieldException(
        "period",
        switch (board.period()) {
          case ALL_TIME -> "must be all-time: the board has no other";
          case DAILY -> "must be a day, such as 2026-11-21";
          case WEEKLY -> "must be an ISO week, such as 2026-W47";
          case MONTHLY -> "must be a month, such as 2026-11";
          case SEASONS -> "must be the name of one of the board's seasons";
        });
  }
}
