package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;

/**
 * Which boards the redis-projector fills, and this service can read: those of all time, with shared
 * ranks and one shard. The others must not be answered as if they were empty or in an order that is
 * not theirs. To be taken away when all of them are.
 */
public final class ProjectedBoards {
  private ProjectedBoards() {}

  /** Whether {@code board} can be read. */
  public static boolean contains(BoardDefinition board) {
    return board.period() == PeriodKind.ALL_TIME
        && board.ties() == Ties.SHARED
        && board.shards() == 1;
  }

  /** Refuses a board that cannot be read. */
  static void require(String gameId, BoardDefinition board) {
    if (!contains(board)) {
      throw new ProblemException(
          Problem.of(
              503,
              "not-projected-yet",
              "Boards of this kind cannot be read yet",
              ("the board %s of %s has period '%s', ties '%s' and %d shard(s); what can be read has"
                      + " period 'all-time', ties 'shared' and 1 shard. Its scores are kept in the"
                      + " log")
                  .formatted(
                      board.id(),
                      gameId,
                      board.period().text(),
                      board.ties().text(),
                      board.shards())));
    }
  }
}
