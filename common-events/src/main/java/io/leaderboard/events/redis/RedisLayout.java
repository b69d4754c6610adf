package io.leaderboard.events.redis;

import io.leaderboard.events.standing.BoardRules;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The names of the keys in Redis. All keys of a generation are spread over a fixed number of
 * buckets. A bucket is one hash tag, so one slot of a cluster, so one unit of atomicity and of
 * failure; a shard of a board lies in one bucket.
 *
 * <pre>
 * lb:generation                                    hash: which generation is live, see {@link Generations}
 * lb:{7f3.b0}:pos                                  hash: partition -> last applied offset, inclusive
 * lb:{7f3.b0}:football:all-time:r1:all-time:s0:z   sorted set: user id -> sort key
 * lb:{7f3.b0}:football:latest:r1:all-time:s0:t     hash: user id -> reachedAt, of a `last` board
 * </pre>
 *
 * A sort key is {@link BoardRules#sortKey}: smaller is better, so that the set's own order is that
 * of the board, equal scores by user id.
 */
public final class RedisLayout {
  /** The key that names the live generation. */
  public static final String GENERATION = "lb:generation";

  private RedisLayout() {}

  /** The hash partition -> last applied offset of a bucket. */
  public static String positions(String generation, int bucket) {
    return prefix(generation, bucket) + "pos";
  }

  /**
   * What every key of one shard of one board in one period begins with; {@code z} for its sorted
   * set and {@code t} for the times of a {@code last} board follow.
   */
  public static String shard(
      String generation,
      int bucket,
      String gameId,
      String boardId,
      int rulesVersion,
      String period,
      int shard) {
    return prefix(generation, bucket)
        + gameId
        + ':'
        + boardId
        + ":r"
        + rulesVersion
        + ':'
        + period
        + ":s"
        + shard
        + ':';
  }

  /** The bucket that a shard of a board lies in, whatever its period. */
  public static int bucket(String gameId, String boardId, int shard, int buckets) {
    return buckets == 1 ? 0 : hash(gameId + '/' + boardId + '/' + shard, buckets);
  }

  /** The shard of a board that a user stands in. */
  public static int shard(String userId, int shards) {
    return shards == 1 ? 0 : hash(userId, shards);
  }

  /** What all keys of a generation match, for {@code SCAN}. */
  public static String everyKeyOf(String generation) {
    return "lb:{" + generation + ".b*";
  }

  private static String prefix(String generation, int bucket) {
    return "lb:{" + generation + ".b" + bucket + "}:";
  }

  private static int hash(String text, int size) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % size);
  }
}
