package io.leaderboard.events.duplicate;

import io.leaderboard.events.score.ScoreEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells which records of one partition are duplicates: an event is one when the same event id of
 * the same game and user stands within the preceding {@code window} offsets of its partition,
 * whether that one counted or not. A function of the log alone, bounded, without clocks.
 *
 * <p>A consumer that starts or seeks to an offset makes a new filter and first shows it the
 * preceding {@code window} records; from then on the answers are those of a filter that saw the
 * whole log.
 *
 * <p>Ids are compared by the first 128 bits of a SHA-256, so that nobody can choose an event id
 * that hides another user's event. 32 bytes for each record that the next power of two holds: 8 MB
 * a partition at a window of 200,000. Not thread-safe.
 */
public final class DuplicateFilter {
  private static final int FIRST_CAPACITY = 1024;

  private final int window;
  private final MessageDigest digest;

  // A ring of the records in the window, oldest first, and an open-addressed table from digest to
  // the ring's latest entry of that digest (index + 1; 0 is free), probed linearly, at most half
  // full.
  private long[] high;
  private long[] low;
  private long[] offsets;
  private int[] table;
  private int oldest;
  private int size;
  private long lastOffset = -1;

  /**
   * @param window how many preceding offsets an event is compared with, 1 or more
   */
  public DuplicateFilter(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window " + window + " is not positive");
    }
    this.window = window;
    this.digest = sha256();
    allocate((int) Math.min(FIRST_CAPACITY, roundUp(window)));
  }

  /**
   * Whether the event at {@code offset} is a duplicate; the event is remembered either way. Offsets
   * without an event (closings, records that cannot be decoded) are simply not shown.
   *
   * @param offset greater than any offset shown before
   * @throws IllegalStateException when the offset runs backwards: the caller sought and must make a
   *     new filter
   */
  public boolean isDuplicate(long offset, ScoreEvent event) {
    if (offset <= lastOffset) {
      throw new IllegalStateException(
          "offset " + offset + " after " + lastOffset + ": a seek needs a new filter");
    }
    lastOffset = offset;
    forgetBefore(offset - window);
    if (size == high.length) {
      grow();
    }
    digest.update(event.gameId().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) '\n');
    digest.update(event.userId().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    // Neither id can hold a line feed, so the three parts cannot run into each other.
    ByteBuffer hash =
        ByteBuffer.wrap(digest.digest(event.eventId().getBytes(StandardCharsets.US_ASCII)));
    return remember(hash.getLong(), hash.getLong(), offset);
  }

  private boolean remember(long hashHigh, long hashLow, long offset) {
    int entry = (oldest + size) & (high.length - 1);
    high[entry] = hashHigh;
    low[entry] = hashLow;
    offsets[entry] = offset;
    size++;
    int slot = slotOf(hashHigh, hashLow);
    boolean seen = table[slot] != 0;
    table[slot] = entry + 1;
    return seen;
  }

  private void forgetBefore(long offset) {
    while (size > 0 && offsets[oldest] < offset) {
      int slot = slotOf(high[oldest], low[oldest]);
      // A later record of the same id has taken the slot over: then it stays.
      if (table[slot] == oldest + 1) {
        free(slot);
      }
      oldest = (oldest + 1) & (high.length - 1);
      size--;
    }
  }

  /** The slot that holds the digest, or the free one where it belongs. */
  private int slotOf(long hashHigh, long hashLow) {
    int mask = table.length - 1;
    int slot = (int) hashHigh & mask;
    while (table[slot] != 0) {
      int entry = table[slot] - 1;
      if (high[entry] == hashHigh && low[entry] == hashLow) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Frees a slot and moves back those behind it that a search would no longer reach. */
  private void free(int slot) {
    int mask = table.length - 1;
    int hole = slot;
    int next = (slot + 1) & mask;
    while (table[next] != 0) {
      int home = (int) high[table[next] - 1] & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        table[hole] = table[next];
        hole = next;
      }
      next = (next + 1) & mask;
    }
    table[hole] = 0;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldOffsets = offsets;
    int start = oldest;
    int count = size;
    allocate(oldHigh.length * 2);
    for (int i = 0; i < count; i++) {
      int entry = (start + i) & (oldHigh.length - 1);
      remember(oldHigh[entry], oldLow[entry], oldOffsets[entry]);
    }
  }

  private void allocate(int capacity) {
    high = new long[capacity];
    low = new long[capacity];
    offsets = new long[capacity];
    table = new int[capacity * 2];
    oldest = 0;
    size = 0;
  }

  private static long roundUp(int value) {
    return value == 1 ? 1 : Long.highestOneBit(value - 1L) << 1;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
