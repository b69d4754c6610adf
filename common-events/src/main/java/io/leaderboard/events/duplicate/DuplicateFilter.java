package io.leaderboard.events.duplicate;

import io.leaderboard.events.score.ScoreEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

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
 * that hides another user's event. 40 bytes for each record that the next power of two holds: 10 MB
 * a partition at a window of 200,000. Not thread-safe.
 */
public final class DuplicateFilter {
  private static final int FIRST_CAPACITY = 1024;
  private static final int TABLES = 2;
  private static final int SLOTS_OF_ENTRY = 2;

  /** Events whose slots are brought from memory at a time. */
  private static final int GROUP = 64;

  private final int window;
  private final MessageDigest digest;

  // A ring of the latest records, at least as many as the window can hold: entry n of the log is
  // at n modulo its length.
  private long[] high;
  private long[] low;
  private long[] offsets;
  // Two tables, open-addressed, from digest to the ring's latest entry of that digest, probed
  // linearly, at most half full. Nothing is ever taken out: when as many entries as the ring holds
  // were put into the current table, it becomes the former one and a new one begins; what the one
  // before held is out of every window by then. Entries of the former that the ring has lost show
  // by another digest. Slots of both lie side by side: nearly every event looks into both, and what
  // takes the time is to bring them from memory.
  private int[] tables;
  private int current;
  private long entries;
  private long firstOfCurrent;
  private long lastOffset = -1;

  // Of the events that are looked at together: two halves each.
  private final long[] hashes = new long[2 * GROUP];

  @SuppressWarnings("unused") // Written, so that what is done for it alone is done.
  private int touched;

  /**
   * @param window how many preceding offsets an event is compared with, 1 or more
   */
  public DuplicateFilter(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window " + window + " is not positive");
    }
    this.window = window;
    this.digest = sha256();
    int capacity = (int) Math.min(FIRST_CAPACITY, roundUp(window));
    this.high = new long[capacity];
    this.low = new long[capacity];
    this.offsets = new long[capacity];
    this.tables = new int[TABLES * SLOTS_OF_ENTRY * capacity];
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
    hash(event, 0);
    return remember(0, offset);
  }

  /**
   * Tells of events one after the other what {@link #isDuplicate} tells, in less time: their slots
   * are brought from memory side by side.
   *
   * @param offsets of each event, ascending
   * @return of each event, whether it is a duplicate
   * @throws IllegalStateException as {@link #isDuplicate}
   */
  public boolean[] areDuplicates(List<ScoreEvent> events, long[] offsets) {
    boolean[] duplicates = new boolean[events.size()];
    for (int from = 0; from < duplicates.length; from += GROUP) {
      int group = Math.min(GROUP, duplicates.length - from);
      for (int i = 0; i < group; i++) {
        hash(events.get(from + i), i);
      }
      touchSlots(group);
      for (int i = 0; i < group; i++) {
        duplicates[from + i] = remember(i, offsets[from + i]);
      }
    }
    return duplicates;
  }

  /** None of these reads waits for another one, as those of {@link #slotOf} do. */
  private void touchSlots(int group) {
    int mask = tables.length - 1;
    int sum = 0;
    for (int i = 0; i < group; i++) {
      sum += tables[((int) hashes[2 * i] * TABLES) & mask];
    }
    touched = sum;
  }

  private void hash(ScoreEvent event, int at) {
    // No id can hold a line feed, so the three parts cannot run into each other.
    String id = event.gameId() + '\n' + event.userId() + '\n' + event.eventId();
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    hashes[2 * at] = hash.getLong();
    hashes[2 * at + 1] = hash.getLong();
  }

  private boolean remember(int at, long offset) {
    if (offset <= lastOffset) {
      throw new IllegalStateException(
          "offset " + offset + " after " + lastOffset + ": a seek needs a new filter");
    }
    lastOffset = offset;
    long hashHigh = hashes[2 * at];
    long hashLow = hashes[2 * at + 1];
    if (entries - firstOfCurrent == high.length) {
      growOrTurn();
    }
    int slot = slotOf(current, hashHigh, hashLow);
    int held = tables[slot];
    if (held == 0) {
      held = tables[slotOf(1 - current, hashHigh, hashLow)];
    }
    // An offset in the window is still in the ring, which holds as many records as the window has
    // offsets; so it is looked at before the new record takes the oldest one's place.
    boolean seen = held != 0 && offsets[entryOf(held)] >= offset - window;
    put(slot, hashHigh, hashLow, offset);
    return seen;
  }

  private void put(int slot, long hashHigh, long hashLow, long offset) {
    int entry = (int) (entries++ & (high.length - 1));
    high[entry] = hashHigh;
    low[entry] = hashLow;
    offsets[entry] = offset;
    tables[slot] = (tagOf(hashHigh) & tagMask()) | (entry + 1);
  }

  /** The slot of a table that holds the digest, or the free one where it belongs. */
  private int slotOf(int table, long hashHigh, long hashLow) {
    int mask = tables.length - 1;
    int tag = tagOf(hashHigh) & tagMask();
    int slot = (((int) hashHigh * TABLES) & mask) + table;
    for (int held = tables[slot]; held != 0; held = tables[slot]) {
      // The tag spares a look into the ring, which is seldom in the processor's cache.
      if ((held & tagMask()) == tag) {
        int entry = entryOf(held);
        if (high[entry] == hashHigh && low[entry] == hashLow) {
          return slot;
        }
      }
      slot = (slot + TABLES) & mask;
    }
    return slot;
  }

  private void growOrTurn() {
    if (high.length < roundUp(window)) {
      grow();
      return;
    }
    current = 1 - current;
    for (int slot = current; slot < tables.length; slot += TABLES) {
      tables[slot] = 0;
    }
    firstOfCurrent = entries;
  }

  /** While it grows, all entries are in the current table. */
  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldOffsets = offsets;
    int capacity = 2 * oldHigh.length;
    high = new long[capacity];
    low = new long[capacity];
    offsets = new long[capacity];
    tables = new int[TABLES * SLOTS_OF_ENTRY * capacity];
    entries = 0;
    for (int i = 0; i < oldHigh.length; i++) {
      put(slotOf(current, oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i], oldOffsets[i]);
    }
  }

  private static int tagOf(long hashHigh) {
    return (int) (hashHigh >>> Integer.SIZE);
  }

  /** The bits of a slot above those that hold an entry's number plus one. */
  private int tagMask() {
    return -2 * high.length;
  }

  private int entryOf(int held) {
    return (held & ~tagMask()) - 1;
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
