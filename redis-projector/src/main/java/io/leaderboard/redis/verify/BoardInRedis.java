package io.leaderboard.redis.verify;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;

/**
 * A board as readers of Redis find it. Two are the same when they are of the same generation, game
 * and board.
 *
 * @param rulesVersion of the game
 * @param closedFromStart the game's periods that ended at or before it are closed, milliseconds
 *     since 1970
 */
record BoardInRedis(
    Generation generation,
    String gameId,
    int rulesVersion,
    BoardRules rules,
    long closedFromStart) {

  String boardId() {
    return rules.board().id();
  }

  /** Whether Redis remembers when a standing was reached. */
  boolean isTimed() {
    return rules.board().ties() == Ties.EARLIEST || rules.board().aggregation() == Aggregation.LAST;
  }

  int shardOf(String userId) {
    return RedisLayout.shard(userId, rules.board().shards());
  }

  int bucket(int shard) {
    return RedisLayout.bucket(gameId, boardId(), shard, generation.buckets());
  }

  /** What the keys of a shard in a period begin with. */
  String prefix(String period, int shard) {
    return RedisLayout.shard(
        generation.id(), bucket(shard), gameId, boardId(), rulesVersion, period, shard);
  }

  /** The key that the periods of a shard are registered in. */
  String periods(int shard) {
    return RedisLayout.periods(
        generation.id(), bucket(shard), gameId, boardId(), rulesVersion, shard);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof BoardInRedis board
            && board.generation.equals(generation)
            && board.gameId.equals(gameId)
            && board.boardId().equals(boardId()));
  }

  @Override
  public int hashCode() {
    return 31 * gameId.hashCode() + boardId().hashCode();
  }
}
