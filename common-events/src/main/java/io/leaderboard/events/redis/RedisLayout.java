package io.leaderboard.events.redis;

import io.leaderboard.events.standing.BoardRules;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The names of the keys in Redis. All keys of a generation are spread over a fixed number of
 * buckets. A bucket is one hash tag, so one slot of a cluster, so one unit of atomicity and of
 * failure; a shard of a board lies in one bucket. Which keys a board has, {@link BoardKeys} says.
 *
 * <pre>
 * lb:generation                                    hash: which generation is live, see {@link Generations}
 * lb:{7f3.b0}:pos                                  hash: partition -> last applied offset, inclusive; -1 when
 *                                                  nothing is, less while it is loaded or restored
 * lb:{7f3.b0}:closed                               hash: partition/game -> closed through, ms
 * lb:{7f3.b0}:left                                 hash: game/board -> periods that ended by then are not here
 * lb:{7f3.b0}:football:daily:r1:periods:s0         sorted set: id of each period with scores -> 0;
 *                                                  none on a board of all time, which has but one
 * lb:{7f3.b0}:football:all-time:r1:all-time:s0:z   sorted set: member -> sort key
 * lb:{7f3.b0}:football:latest:r1:all-time:s0:t     hash: user id -> {@link SortableTime} reachedAt
 * lb:{7f3.b0}:football:all-time:r1:all-time:s0:g   hash: user id -> last offset that a standing brought by
 *                                                  a restore holds; only while it is being filled
 * </pre>
 *
 * A sort key is {@link BoardRules#sortKey}: smaller is better, so that the set's own order is that
 * of the board. A member is the user id; where ties are broken by time, the {@link SortableTime} at
 * which the score was reached and then the user id. Only such boards, and those of {@code last},
 * have the hash of times: from it follows a user's member.
 */
public final class RedisLayout {
  /** The key that names the live generation. */
  public static final String GENERATION = "lb:generation";

  private RedisLayout() {}

  /** The hash partition -> last applied offset of a bucket. */
  public static String positions(String generation, int bucket) {
    return prefix(generation, bucket) + "pos";
  }

  /** The hash of who fills which partition of a bucket, as long as it is being filled. */
  public static String fill(String generation, int bucket) {
    return prefix(generation, bucket) + "fill";
  }

  /**
   * The hash of which parts of a scan have brought their standings of one partition to a bucket of
   * a generation that is being filled from standings: number of the part -> 1. Gone once all have.
   */
  public static String scanned(String generation, int bucket, int partition) {
    return prefix(generation, bucket) + "scanned" + partition;
  }

  /**
   * The hash of which periods of a board had left Redis for good when a generation was begun, so
   * that it never holds them: {@link #leftField} -> the instant by which the last of them had
   * ended, milliseconds since 1970. Written before anything else and never changed.
   */
  public static String left(String generation) {
    return prefix(generation, 0) + "left";
  }

  /**
   * The set of games whose keys in a bucket were deleted, because they have a generation of their
   * own: should {@link #GENERATION} be set back to before that, it names what is not there.
   */
  public static String gone(String generation, int bucket) {
    return prefix(generation, bucket) + "gone";
  }

  /** The field of a board in {@link #left}. */
  public static String leftField(String gameId, String boardId) {
    return gameId + '/' + boardId;
  }

  /** What the guards of every shard of a generation match, for {@code SCAN}. */
  public static String everyGuardOf(String generation) {
    // No other key ends like this: names hold no colon.
    return everyKeyOf(generation) + ":g";
  }

  /** The hash of what is closed in a bucket: {@link #closing} -> milliseconds since 1970. */
  public static String closings(String generation, int bucket) {
    return prefix(generation, bucket) + "closed";
  }

  /** The field of a game in a partition of {@link #closings}. */
  public static String closing(int partition, String gameId) {
    return partition + "/" + gameId;
  }

  /** What every key of a game in a generation matches, for {@code SCAN}. */
  public static String everyKeyOf(String generation, String gameId) {
    // A name may hold no character that means something in a pattern.
    return everyKeyOf(generation) + "}:" + gameId + ":*";
  }

  /** The bucket that a shard of a board lies in, whatever its period. */
  static int bucket(String gameId, String boardId, int shard, int buckets) {
    return buckets == 1 ? 0 : hash(gameId + '/' + boardId + '/' + shard, buckets);
  }

  /** The shard of a board that a user stands in. */
  static int shard(String userId, int shards) {
    return shards == 1 ? 0 : hash(userId, shards);
  }

  /** What all keys of a generation match, for {@code SCAN}. */
  public static String everyKeyOf(String generation) {
    return "lb:{" + generation + ".b*";
  }

  /** What every key of a bucket begins with. */
  static String prefix(String generation, int bucket) {
    return "lb:{" + generation + ".b" + bucket + "}:";
  }

  private static int hash(String text, int size) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % size);
  }
}
