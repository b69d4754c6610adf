package io.leaderboard.query.games;

import io.leaderboard.events.game.Game;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.GamePlace;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.redis.RedisConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the users of a game's boards in their newest periods: one command a shard, sent together.
 * Thread-safe.
 */
final class BoardSizes {
  private final Boards boards;
  private final RedisConnection redis;

  BoardSizes(Boards boards, RedisConnection redis) {
    this.boards = boards;
    this.redis = redis;
  }

  /** By board id; without the boards that cannot be read now. */
  CompletableFuture<Map<String, Long>> of(Game game) {
    return boards
        .openAll(game.id(), After.NOTHING)
        .thenCompose(read -> count(read.place()))
        // A definition is worth having without the counts.
        .exceptionally(unknown -> Map.of());
  }

  /** Of a season that is over, none in Redis may mean that it has left it. */
  private static Map<String, Long> known(GamePlace place, Map<String, Long> sizes, long now) {
    for (BoardPlace board : place.boards()) {
      if (board.period().end() <= now) {
        sizes.remove(board.boardId(), 0L);
      }
    }
    return sizes;
  }

  private CompletableFuture<Map<String, Long>> count(GamePlace place) {
    CompletableFuture<Map<String, Long>> sizes = CompletableFuture.completedFuture(new HashMap<>());
    for (BoardPlace board : place.boards()) {
      for (Shard shard : board.shards()) {
        sizes =
            sizes.thenCombine(
                redis.call(commands -> commands.zcard(shard.sortedSet())),
                (known, size) -> {
                  known.merge(board.boardId(), size, Long::sum);
                  return known;
                });
      }
    }
    return sizes.thenApply(known -> known(place, known, System.currentTimeMillis()));
  }
}
