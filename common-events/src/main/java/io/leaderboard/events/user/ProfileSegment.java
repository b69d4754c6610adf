package io.leaderboard.events.user;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is known of users: one byte array a user in an open hash table, of a bounded size.
 * When it is full, a new user takes the place of one whom nobody has asked for since the hand of a
 * clock last passed. Thread-safe.
 *
 * <p>A record is: asked for (1 byte), length of the id (1), the id, and what is known.
 */
final class ProfileSegment {
  /** What precedes the id in a record. */
  static final int HEAD = 2;

  private static final int ASKED_FOR = 0;
  private static final int ID_LENGTH = 1;
  private static final int FIRST_SLOTS = 16;

  /** A record's array header and its share of the slots. */
  private static final int OVERHEAD = 16 + 8;

  private final long maxBytes;
  private byte[] @Nullable [] slots = new byte[FIRST_SLOTS][];
  private int size;
  private long bytes;
  private long forgotten;
  private int hand;

  ProfileSegment(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * What is known of a user, as it was put; must not be changed.
   *
   * @param hash of the id
   */
  synchronized byte @Nullable [] find(int hash, byte[] id) {
    byte[] record = slots[slotOf(hash, id)];
    if (record != null) {
      record[ASKED_FOR] = 1;
    }
    return record;
  }

  /**
   * Replaces what is known of a user.
   *
   * @param record as described above; kept
   */
  synchronized void put(int hash, byte[] id, byte[] record) {
    int slot = slotOf(hash, id);
    byte[] former = slots[slot];
    if (former != null) {
      record[ASKED_FOR] = former[ASKED_FOR];
      bytes += cost(record) - cost(former);
      slots[slot] = record;
    } else {
      add(slot, record);
      if (size * 4 > slots.length * 3) {
        grow();
      }
    }
    while (bytes > maxBytes && size > 1) {
      forgetOne(record);
    }
  }

  /** Forgets a user. */
  synchronized void remove(int hash, byte[] id) {
    int slot = slotOf(hash, id);
    if (slots[slot] != null) {
      removeAt(slot);
    }
  }

  /** How many users are known. */
  synchronized int size() {
    return size;
  }

  /** What the records take, with their share of the table. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many users had to make place for others so far. */
  synchronized long forgotten() {
    return forgotten;
  }

  private void add(int slot, byte[] record) {
    slots[slot] = record;
    size++;
    bytes += cost(record);
  }

  /** Whoever was not asked for since the hand came by; never the one that was just put. */
  private void forgetOne(byte[] kept) {
    while (true) {
      hand = (hand + 1) & (slots.length - 1);
      byte[] record = slots[hand];
      if (record == null || record == kept) {
        continue;
      }
      if (record[ASKED_FOR] == 0) {
        removeAt(hand);
        forgotten++;
        return;
      }
      record[ASKED_FOR] = 0;
    }
  }

  /** The slot of a user, or the free one where the user belongs: there always is one. */
  private int slotOf(int hash, byte[] id) {
    int slot = hash & (slots.length - 1);
    while (true) {
      byte[] record = slots[slot];
      if (record == null || isOf(record, id)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  private static boolean isOf(byte[] record, byte[] id) {
    return (record[ID_LENGTH] & 0xff) == id.length
        && Arrays.equals(record, HEAD, HEAD + id.length, id, 0, id.length);
  }

  /** Without a grave: those behind it that would not be found any more are put anew. */
  private void removeAt(int slot) {
    byte[] removed = slots[slot];
    if (removed == null) {
      return;
    }
    slots[slot] = null;
    size--;
    bytes -= cost(removed);
    int next = (slot + 1) & (slots.length - 1);
    for (byte[] moved = slots[next]; moved != null; moved = slots[next]) {
      slots[next] = null;
      place(moved);
      next = (next + 1) & (slots.length - 1);
    }
  }

  private void grow() {
    byte[] @Nullable [] former = slots;
    slots = new byte[former.length * 2][];
    for (byte[] record : former) {
      if (record != null) {
        place(record);
      }
    }
  }

  private void place(byte[] record) {
    byte[] id = Arrays.copyOfRange(record, HEAD, HEAD + (record[ID_LENGTH] & 0xff));
    slots[slotOf(ProfileTable.slotHash(id), id)] = record;
  }

  private static int cost(byte[] record) {
    return ((record.length + 7) & ~7) + OVERHEAD;
  }
}
