package io.leaderboard.query.board;

import io.leaderboard.events.game.Ties;
import io.leaderboard.query.redis.RedisReads;
import io.leaderboard.query.redis.RedisScript;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads a page of a shard in one round trip: {@code board-page.lua}. Thread-safe. */
final class BoardPageScript {
  private static final RedisScript SCRIPT =
      RedisScript.of(BoardPageScript.class, "place.lua", "board-page.lua");

  /**
   * Consecutive entries of one shard, as they stood at one moment.
   *
   * @param total entries of the whole shard
   * @param start how many entries stand before the first of {@code rows}
   * @param better how many entries are better than the one to begin behind, 0 when there is none
   */
  record ShardPage(long total, long start, long better, List<Row> rows) {}

  /**
   * Entries in the order of the board.
   *
   * @param reads who is asked
   * @param sortedSet key of the shard's sorted set; one without scores has none
   * @param limit how many at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  CompletableFuture<ShardPage> read(
      RedisReads reads, String sortedSet, Ties ties, int limit, Optional<Cursor> behind) {
    return SCRIPT
        .run(
            reads,
            List.of(sortedSet),
            Integer.toString(limit),
            behind.map(cursor -> Long.toString(cursor.row().sortKey())).orElse(""),
            behind.map(cursor -> cursor.row().member()).orElse(""))
        .thenApply(
            answer ->
                new ShardPage(
                    (Long) answer.get(0),
                    (Long) answer.get(1),
                    (Long) answer.get(2),
                    Row.all(ties, (List<?>) answer.get(3))));
  }
}
