package io.leaderboard.redis.apply;

import io.leaderboard.events.standing.Standing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The standings of many users, by user id. Everything about a user but the id stands in one line of
 * the processor's cache, and there is no object per user that the collector would have to carry
 * over: with hundreds of thousands of users it is memory that takes the time.
 *
 * <p>64 to 128 bytes a user and the id in UTF-8. Users are looked for first and then read or set;
 * who looks for many has their standings brought from memory side by side before. A place is where
 * a user stands, until another user is added. Not thread-safe.
 */
final class StandingTable {
  /** Of each place: the id's hash, where the id is, value, time. */
  private static final int CELLS = 4;

  private static final int ID = 1;
  private static final int VALUE = 2;
  private static final int REACHED_AT = 3;

  private static final int FIRST_PLACES = 16;
  private static final int FIRST_BLOCK = 256;
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final int LENGTH_BITS = 16;

  /** In the place of a decidedAt that is the reachedAt; no event ever occurs then. */
  private static final long SAME = Long.MAX_VALUE;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Players choose their ids: nobody must be able to choose many that fall on one place.
  private final long seed = ThreadLocalRandom.current().nextLong();
  private final long factor = ThreadLocalRandom.current().nextLong() | 1;

  // Open-addressed, probed linearly, at most half full. Where an id is, is never 0: its length is
  // part of it.
  private long[] cells = new long[FIRST_PLACES * CELLS];
  // By place, where decidedAt is another time than reachedAt; nothing as long as it is nowhere.
  private long[] decided = {};
  private byte[][] blocks = {new byte[FIRST_BLOCK]};
  private int lastBlock;
  private int used;
  private int size;

  // The user that was looked for last.
  private byte[] id = {};
  private long hash;
  private int cell;

  /** How many users there are. */
  int size() {
    return size;
  }

  /**
   * Looks for a user.
   *
   * @param userId in UTF-8
   * @param ofUserId its {@link #hash}
   */
  void seek(byte[] userId, long ofUserId) {
    id = userId;
    hash = ofUserId;
    cell = cellOf(hash, id);
  }

  /**
   * Reads where a user with such a hash stands, and nothing that depends on it: a processor has
   * many such reads under way.
   *
   * @return anything, to be used somehow, so that it is read
   */
  long touch(long ofUserId) {
    return cells[startOf(ofUserId) + ID];
  }

  /** As {@link #touch}, and after it: the id of who stands there. */
  long touchId(long ofUserId) {
    long where = cells[startOf(ofUserId) + ID];
    return where == 0 ? 0 : blocks[blockOf(where)][offsetOf(where)];
  }

  /** The standing of the user that was looked for, null when there is none. */
  @Nullable Standing standing() {
    return cells[cell + ID] == 0 ? null : standing(cell / CELLS);
  }

  /** Sets the standing of the user that was looked for, and adds who was not there. */
  void set(Standing standing) {
    if (cells[cell + ID] == 0) {
      add();
    }
    cells[cell + VALUE] = standing.value();
    cells[cell + REACHED_AT] = standing.reachedAt();
    boolean decidesElse = standing.decidedAt() != standing.reachedAt();
    if (decidesElse && decided.length == 0) {
      decided = allTheSame(cells.length / CELLS);
    }
    if (decided.length > 0) {
      decided[cell / CELLS] = decidesElse ? standing.decidedAt() : SAME;
    }
  }

  /** Who stands at a place. */
  String userId(int place) {
    long where = cells[place * CELLS + ID];
    return new String(
        blocks[blockOf(where)], offsetOf(where), lengthOf(where), StandardCharsets.UTF_8);
  }

  /** The standing at a place. */
  Standing standing(int place) {
    long value = cells[place * CELLS + VALUE];
    long reachedAt = cells[place * CELLS + REACHED_AT];
    long decidedAt = decided.length == 0 ? SAME : decided[place];
    return new Standing(value, reachedAt, decidedAt == SAME ? reachedAt : decidedAt);
  }

  /**
   * The places of all users nearly in the order of a key made of their values: the lowest bits of
   * keys far apart are not looked at.
   */
  int[] places(LongUnaryOperator keyOfValue) {
    int placeBits = Integer.numberOfTrailingZeros(cells.length / CELLS);
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int at = 0; at < cells.length; at += CELLS) {
      if (cells[at + ID] != 0) {
        long key = keyOfValue.applyAsLong(cells[at + VALUE]);
        least = Math.min(least, key);
        most = Math.max(most, key);
      }
    }
    int keyBits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
    int dropped = Math.max(0, keyBits + placeBits - (Long.SIZE - 1));
    long[] order = new long[size];
    int n = 0;
    for (int at = 0; at < cells.length; at += CELLS) {
      if (cells[at + ID] != 0) {
        long key = keyOfValue.applyAsLong(cells[at + VALUE]) - least;
        order[n++] = ((key >>> dropped) << placeBits) | (at / CELLS);
      }
    }
    Arrays.sort(order);
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = (int) order[i] & ((1 << placeBits) - 1);
    }
    return places;
  }

  private void add() {
    if (2 * (size + 1) > cells.length / CELLS) {
      grow();
      cell = cellOf(hash, id);
    }
    cells[cell] = hash;
    cells[cell + ID] = store(id);
    size++;
  }

  /** The first cell of the place of an id, or of the free one where it belongs. */
  private int cellOf(long hash, byte[] id) {
    int mask = cells.length - 1;
    int at = startOf(hash);
    while (cells[at + ID] != 0 && (cells[at] != hash || !isAt(cells[at + ID], id))) {
      at = (at + CELLS) & mask;
    }
    return at;
  }

  private int startOf(long hash) {
    return ((int) hash * CELLS) & (cells.length - 1);
  }

  private void grow() {
    long[] old = cells;
    long[] oldDecided = decided;
    cells = new long[2 * old.length];
    decided = allTheSame(oldDecided.length == 0 ? 0 : cells.length / CELLS);
    for (int from = 0; from < old.length; from += CELLS) {
      if (old[from + ID] != 0) {
        int at = startOf(old[from]);
        while (cells[at + ID] != 0) {
          at = (at + CELLS) & (cells.length - 1);
        }
        System.arraycopy(old, from, cells, at, CELLS);
        if (oldDecided.length > 0) {
          decided[at / CELLS] = oldDecided[from / CELLS];
        }
      }
    }
  }

  private static long[] allTheSame(int places) {
    long[] decided = new long[places];
    Arrays.fill(decided, SAME);
    return decided;
  }

  /** Puts an id away, and says where. */
  private long store(byte[] id) {
    if (used + id.length > BLOCK) {
      lastBlock++;
      if (lastBlock == blocks.length) {
        blocks = Arrays.copyOf(blocks, 2 * blocks.length);
      }
      blocks[lastBlock] = new byte[BLOCK];
      used = 0;
    } else if (used + id.length > blocks[lastBlock].length) {
      blocks[lastBlock] = Arrays.copyOf(blocks[lastBlock], 2 * blocks[lastBlock].length);
    }
    System.arraycopy(id, 0, blocks[lastBlock], used, id.length);
    long where = ((((long) lastBlock << BLOCK_BITS) | used) << LENGTH_BITS) | id.length;
    used += id.length;
    return where;
  }

  private boolean isAt(long where, byte[] id) {
    int from = offsetOf(where);
    return Arrays.equals(blocks[blockOf(where)], from, from + lengthOf(where), id, 0, id.length);
  }

  private static int blockOf(long where) {
    return (int) (where >>> (LENGTH_BITS + BLOCK_BITS));
  }

  private static int offsetOf(long where) {
    return (int) (where >>> LENGTH_BITS) & (BLOCK - 1);
  }

  private static int lengthOf(long where) {
    return (int) where & ((1 << LENGTH_BITS) - 1);
  }

  /** The hash by which this table, and no other one, knows a user id in UTF-8. */
  long hash(byte[] id) {
    // Eight bytes at a time, mixed by both halves of a product with what nobody else knows.
    long mixed = seed ^ id.length;
    int at = 0;
    for (; at + Long.BYTES <= id.length; at += Long.BYTES) {
      mixed = mix(mixed ^ (long) LONGS.get(id, at));
    }
    long rest = 0;
    for (; at < id.length; at++) {
      rest = (rest << Byte.SIZE) | (id[at] & 0xFF);
    }
    return mix(mixed ^ rest);
  }

  private long mix(long bits) {
    return (bits * factor) ^ Math.multiplyHigh(bits, factor) ^ seed;
  }
}
