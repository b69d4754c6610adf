package io.leaderboard.query.redis;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.OptionalLong;

/**
 * The servers of one read, chosen once: whatever has one bucket's key is asked from the same one,
 * so that what is read later is never older than the positions that were read first. Immutable.
 */
public final class ReadSource {
  private final List<RedisReads> reads;
  private final int[] bySlot;
  private final OptionalLong holdsUntil;

  private ReadSource(List<RedisReads> reads, int[] bySlot, OptionalLong holdsUntil) {
    this.reads = List.copyOf(reads);
    this.bySlot = bySlot;
    this.holdsUntil = holdsUntil;
  }

  /** One that answers for every key, and holds whatever there is, or nothing for good. */
  public static ReadSource of(RedisReads everything) {
    return new ReadSource(List.of(everything), new int[0], OptionalLong.empty());
  }

  /**
   * One that answers for every key.
   *
   * @param holdsUntil by {@link System#nanoTime}: what was written before is there
   */
  static ReadSource of(RedisReads everything, long holdsUntil) {
    return new ReadSource(List.of(everything), new int[0], OptionalLong.of(holdsUntil));
  }

  /**
   * Those of a cluster.
   *
   * @param bySlot for each slot the index into {@code reads}
   * @param holdsUntil by {@link System#nanoTime}: what was written before is there
   */
  static ReadSource of(List<RedisReads> reads, int[] bySlot, long holdsUntil) {
    return new ReadSource(reads, bySlot, OptionalLong.of(holdsUntil));
  }

  /** Who is asked for what has a key. */
  public RedisReads of(String key) {
    return bySlot.length == 0 ? reads.get(0) : reads.get(bySlot[SlotHash.getSlot(key)]);
  }

  /** Whether everything is there that was written before {@code nanoTime}. */
  boolean holds(long nanoTime) {
    return holdsUntil.isEmpty() || holdsUntil.getAsLong() - nanoTime >= 0;
  }
}
