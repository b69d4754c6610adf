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
 * {lb:generation}:editions:7f3                     hash: game -> {@link Edition} that is read, where it is not the first
 * {lb:generation}:fill:k2a                         hash: game -> edition that the fill brings
 * {lb:generation}:left:7f3                         hash: game/edition -> since when it is not read, ms
 * lb:{7f3.b0}:pos                                  hash: partition -> last applied offset, inclusive; -1 when
 *                                                  nothing is, less while it is loaded or restored
 * lb:{7f3.b0}:closed2                              hash: game -> closed through, ms, as of partition 2
 * lb:{7f3.b0}:state                                hash: what else decides about applying, see apply.lua
 * lb:{7f3.b0}:past                                 hash: game/board -> periods that ended by then are not here
 * lb:{7f3.b0}:football:daily:r1:periods:s0         sorted set: id of each period with scores -> 0;
 *                                                  none on a board of all time, which has but one
 * lb:{7f3.b0}:football:all-time:r1:all-time:s0:z   sorted set: member -> sort key
 * lb:{7f3.b0}:football:latest:r1:all-time:s0:t     hash: user id -> {@link SortableTime} reachedAt;
 *                                                  NUL and user id -> decidedAt where it is another
 * lb:{7f3.b0}:football:all-time:r1:all-time:s0:g   hash: user id -> last offset that a standing brought by
 *                                                  a restore holds; only while it is being filled
 * </pre>
 *
 * What a fill of single games needs while it is under way lies in the same buckets under names that
 * end with its id: {@code pos.k2a}, {@code closed2.k2a}; {@code past.k2a} stays as long as what it
 * brought.
 *
 * <p>A sort key is {@link BoardRules#sortKey}: smaller is better, so that the set's own order is
 * that of the board. A member is the user id; where ties are broken by time, the {@link
 * SortableTime} at which the score was reached and then the user id. Only such boards, and those of
 * {@code last}, have the hash of times: from it follows a user's member.
 */
public final class RedisLayout {
  /** The key that names the live generation. */
  public static final String GENERATION = "lb:generation";

  /** What lies in the slot of {@link #GENERATION}, and so changes with it in one script. */
  private static final String BESIDE = "{" + GENERATION + "}:";

  private RedisLayout() {}

  /** The hash game -> {@link Edition} of a generation. */
  public static String editions(String generation) {
    return BESIDE + "editions:" + generation;
  }

  /** The hash game -> {@link Edition} of what a fill of games brings; what is switched is gone. */
  public static String fillOf(String fill) {
    return BESIDE + "fill:" + fill;
  }

  /** The hash of editions that are read no more: {@link #leftField} -> since when. */
  public static String left(String generation) {
    return BESIDE + "left:" + generation;
  }

  /** The field of an edition in {@link #left}. */
  public static String leftField(String gameId, Edition edition) {
    return gameId + '/' + edition;
  }

  /** The hash partition -> last applied offset of a bucket. */
  public static String positions(String generation, int bucket) {
    return positions(generation, bucket, "");
  }

  /** As {@link #positions(String, int)}, of a fill of games; "" for the generation itself. */
  public static String positions(String generation, int bucket, String fill) {
    return named(generation, bucket, "pos", fill);
  }

  /** The hash of what else decides about applying to a bucket. */
  public static String state(String generation, int bucket) {
    return prefix(generation, bucket) + "state";
  }

  /** The hash of who fills which partition of a bucket, as long as it is being filled. */
  public static String filling(String generation, int bucket, String fill) {
    return named(generation, bucket, "fill", fill);
  }

  /**
   * The hash of which parts of a scan have brought their standings of one partition to a bucket
   * that is being filled from standings: number of the part -> 1. Gone once all have.
   */
  public static String scanned(String generation, int bucket, int partition, String fill) {
    return named(generation, bucket, "scanned" + partition, fill);
  }

  /**
   * The hash of which periods of a board are not brought by a fill, because they are final and read
   * from the archive: {@link #pastField} -> the instant by which the last of them had ended,
   * milliseconds since 1970. Written before anything else and never changed.
   */
  public static String past(String generation, String fill) {
    return named(generation, 0, "past", fill);
  }

  /** The field of a board in {@link #past}. */
  public static String pastField(String gameId, String boardId) {
    return gameId + '/' + boardId;
  }

  /** The hash of what is closed in a bucket as of one partition: game -> ms since 1970. */
  public static String closings(String generation, int bucket, int partition) {
    return closings(generation, bucket, partition, "");
  }

  /** As {@link #closings(String, int, int)}, of a fill of games; "" for the generation itself. */
  public static String closings(String generation, int bucket, int partition, String fill) {
    return named(generation, bucket, "closed" + partition, fill);
  }

  /** What all keys of a generation match, for {@code SCAN}. */
  public static String everyKeyOf(String generation) {
    return "lb:{" + generation + ".b*";
  }

  /** What every key of a game in a generation matches, for {@code SCAN}. */
  public static String everyKeyOf(String generation, String gameId) {
    // A name may hold no character that means something in a pattern.
    return everyKeyOf(generation) + "}:" + gameId + ":*";
  }

  /** What the guards of every shard of a generation match, for {@code SCAN}. */
  public static String everyGuardOf(String generation) {
    // No other key ends like this: names hold no colon.
    return everyKeyOf(generation) + ":g";
  }

  private static String named(String generation, int bucket, String name, String fill) {
    return prefix(generation, bucket) + name + (fill.isEmpty() ? "" : '.' + fill);
  }

  /** The bucket that a shard of a board lies in, whatever its period. */
  static int bucket(String gameId, String boardId, int shard, int buckets) {
    return buckets == 1 ? 0 : hash(gameId + '/' + boardId + '/' + shard, buckets);
  }

  /** The shard of a board that a user stands in. */
  static int shard(String userId, int shards) {
    return shards == 1 ? 0 : hash(userId, shards);
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
