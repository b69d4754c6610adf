package io.leaderboard.query;

import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes keys as the redis-projector does. Spells the layout out by hand, so that a change of the
 * layout that readers do not follow is noticed.
 */
public record BoardWriter(
    RedisCommands<String, String> redis, String generation, int buckets, String topicId) {

  /** Makes the generation the one that readers use. */
  public BoardWriter live() {
    redis.hset(
        "lb:generation",
        Map.of(
            "live",
            generation,
            generation + ".buckets",
            String.valueOf(buckets),
            generation + ".epoch",
            "0",
            generation + ".topic",
            topicId));
    return this;
  }

  /** Makes the generation the one that is being filled, with none that readers use. */
  public BoardWriter building() {
    redis.del("lb:generation");
    redis.hset(
        "lb:generation",
        Map.of(
            "building",
            generation,
            generation + ".buckets",
            String.valueOf(buckets),
            generation + ".epoch",
            "0",
            generation + ".topic",
            topicId));
    return this;
  }

  /** Puts a user on an all-time board under the first rules. */
  public BoardWriter put(String game, String board, String user, long sortKey) {
    redis.zadd(key(game, board), (double) sortKey, user);
    return this;
  }

  /** Advances a position of every bucket. */
  public BoardWriter applied(int partition, long offset) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      applied(bucket, partition, offset);
    }
    return this;
  }

  /** Advances a position of one bucket. */
  public BoardWriter applied(int bucket, int partition, long offset) {
    redis.hset(
        "lb:{" + generation + ".b" + bucket + "}:pos",
        String.valueOf(partition),
        String.valueOf(offset));
    return this;
  }

  /** The sorted set of an all-time board under the first rules. */
  public String key(String game, String board) {
    return "lb:{"
        + generation
        + ".b"
        + bucket(game, board)
        + "}:"
        + game
        + ":"
        + board
        + ":r1:all-time:s0:z";
  }

  /** The bucket of a board. */
  public int bucket(String game, String board) {
    if (buckets == 1) {
      return 0;
    }
    CRC32C crc = new CRC32C();
    crc.update((game + "/" + board + "/0").getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % buckets);
  }
}
