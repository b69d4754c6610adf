package io.leaderboard.query.board;

import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisScript;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads a page of a board in one round trip: {@code board-page.lua}. Thread-safe. */
final class BoardPageScript {
  private static final RedisScript SCRIPT = RedisScript.of(BoardPageScript.class, "board-page.lua");

  private final RedisConnection redis;

  BoardPageScript(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * Entries in the order of the board.
   *
   * @param sortedSet key of the board's sorted set; a board without scores has none
   * @param limit how many at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  CompletableFuture<BoardSlice> read(String sortedSet, int limit, Optional<Cursor> behind) {
    return SCRIPT
        .run(
            redis,
            sortedSet,
            Integer.toString(limit),
            behind.map(cursor -> Long.toString(cursor.sortKey())).orElse(""),
            behind.map(Cursor::userId).orElse(""))
        .thenApply(BoardSlice::of);
  }
}
