package io.leaderboard.query;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys as the redis-projector does. Spells the layout out by hand, so that a change of the
 * layout that readers do not follow is noticed.
 */
public record BoardWriter(
    RedisClusterCommands<String, String> redis, String generation, int buckets, String topicId) {
  private static final String FOLD = "2";
  private static final long MILLIS_1900 = 2_208_988_800_000L;

  /** Makes the generation the one that readers use. */
  public BoardWriter live() {
    return named("live");
  }

  /** Makes the generation the one that is being filled, with none that readers use. */
  public BoardWriter building() {
    redis.del("lb:generation");
    return named("building");
  }

  private BoardWriter named(String role) {
    // As the redis-projector: whoever reads the name finds a position of every partition.
    for (int bucket = 0; bucket < buckets; bucket++) {
      for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
        redis.hsetnx(positions(bucket), String.valueOf(partition), "-1");
      }
    }
    Map<String, String> fields = new HashMap<>();
    fields.put(role, generation);
    fields.put(generation + ".buckets", String.valueOf(buckets));
    fields.put(generation + ".fold", FOLD);
    fields.put(generation + ".topic", topicId);
    redis.hset("lb:generation", fields);
    return this;
  }

  /**
   * Says of the generation that another fold has filled it; with null as before folds were told.
   */
  public BoardWriter ofFold(@Nullable String fold) {
    if (fold == null) {
      redis.hdel("lb:generation", generation + ".fold");
    } else {
      redis.hset("lb:generation", generation + ".fold", fold);
    }
    return this;
  }

  /**
   * Has readers of a game use other boards within the generation.
   *
   * @param edition the rules, a dot and the id of the fill
   */
  public BoardWriter switched(String game, String edition) {
    redis.hset("{lb:generation}:editions:" + generation, game, edition);
    redis.hset("lb:generation", generation + ".switched", game + edition + System.nanoTime());
    return this;
  }

  /**
   * As {@link #switched}, and advances a position of the bucket that a board's first shard lies in,
   * at one moment: no reader finds the one without the other.
   */
  public BoardWriter switchedAndApplied(
      String game, String board, String edition, int partition, long offset) {
    redis.hset("{lb:generation}:editions:" + generation, game, edition);
    redis.eval(
        "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])",
        ScriptOutputType.STATUS,
        new String[] {"lb:generation", positions(bucket(game, board))},
        generation + ".switched",
        game + edition,
        String.valueOf(partition),
        String.valueOf(offset));
    return this;
  }

  /** Begins a fill of games within the generation, of which nothing is applied yet. */
  public BoardWriter fills(String fill) {
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      filled(fill, partition, -1);
    }
    redis.hset("lb:generation", generation + ".fill", fill);
    return this;
  }

  /** Advances a fill in every bucket. */
  public BoardWriter filled(String fill, int partition, long offset) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      redis.hset(positions(bucket) + "." + fill, String.valueOf(partition), String.valueOf(offset));
    }
    return this;
  }

  /** From here on the generation's own position stands for the fill too. */
  public BoardWriter joined(String fill, int partition) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      redis.hdel(positions(bucket) + "." + fill, String.valueOf(partition));
    }
    return this;
  }

  /** Nothing is filled any more. */
  public BoardWriter fillIsOver() {
    redis.hdel("lb:generation", generation + ".fill");
    return this;
  }

  /** Puts a user on an all-time board with shared ranks and one shard, under the first rules. */
  public BoardWriter put(String game, String board, String user, long sortKey) {
    redis.zadd(key(game, board), (double) sortKey, user);
    return this;
  }

  /** Puts a user on any board, under the first rules. */
  public BoardWriter put(
      String game, BoardDefinition board, String period, String user, long value, long reachedAt) {
    return put(game, board, "1", period, user, value, reachedAt);
  }

  /**
   * Puts a user on any board.
   *
   * @param edition the rules; with a dot and the id of the fill where one brought them
   * @param value the scaled score
   * @param reachedAt milliseconds since 1970
   */
  public BoardWriter put(
      String game,
      BoardDefinition board,
      String edition,
      String period,
      String user,
      long value,
      long reachedAt) {
    int shard = board.shards() == 1 ? 0 : crc(user, board.shards());
    String ofBoard = "lb:{" + generation + ".b" + bucket(game, board.id(), shard) + "}:";
    ofBoard += game + ":" + board.id() + ":r" + edition + ":";
    String key = ofBoard + period + ":s" + shard + ":";
    long sortKey = board.order() == Order.DESC ? -value : value;
    String time =
        String.format("%10s", Long.toString(reachedAt + MILLIS_1900, 32)).replace(' ', '0');
    String member = user;
    if (board.ties() == Ties.EARLIEST) {
      member = time + user;
    }
    if (board.ties() == Ties.EARLIEST || board.aggregation() == Aggregation.LAST) {
      redis.hset(key + "t", user, time);
    }
    redis.zadd(key + "z", (double) sortKey, member);
    if (board.period() != PeriodKind.ALL_TIME) {
      redis.zadd(ofBoard + "periods:s" + shard, 0, period);
    }
    return this;
  }

  /** Closes the periods of a game in one partition, in every bucket. */
  public BoardWriter closed(String game, int partition, long through) {
    for (int bucket = 0; bucket < buckets; bucket++) {
      redis.hset(
          "lb:{" + generation + ".b" + bucket + "}:closed" + partition,
          game,
          String.valueOf(through));
    }
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
    redis.hset(positions(bucket), String.valueOf(partition), String.valueOf(offset));
    return this;
  }

  /** The hash of a bucket's positions. */
  public String positions(int bucket) {
    return "lb:{" + generation + ".b" + bucket + "}:pos";
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

  /** The bucket of a board's first shard. */
  public int bucket(String game, String board) {
    return bucket(game, board, 0);
  }

  private int bucket(String game, String board, int shard) {
    return buckets == 1 ? 0 : crc(game + "/" + board + "/" + shard, buckets);
  }

  private static int crc(String text, int size) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % size);
  }
}
