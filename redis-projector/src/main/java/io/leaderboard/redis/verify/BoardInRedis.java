package io.leaderboard.redis.verify;

import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.standing.BoardRules;

/**
 * A board as readers of Redis find it. Two are the same when they are of the same generation, game,
 * edition and board.
 */
record BoardInRedis(BoardKeys keys, BoardRules rules) {

  String gameId() {
    return keys.gameId();
  }

  String boardId() {
    return keys.board().id();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof BoardInRedis board
            && board.keys.generation().equals(keys.generation())
            && board.keys.edition().equals(keys.edition())
            && board.gameId().equals(gameId())
            && board.boardId().equals(boardId()));
  }

  @Override
  public int hashCode() {
    return 31 * gameId().hashCode() + boardId().hashCode();
  }
}
