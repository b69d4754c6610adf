package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Event ids for a file that has none: a digest of the row's content and its ordinal among identical
 * rows, so that the same file gives the same ids and two equal goals stay two.
 *
 * <p>An open-addressing table of 128-bit digests with their counts: 20 bytes a slot, at most three
 * quarters full, so 27 to 53 bytes for each different row, half as much again while it grows. Not
 * safe for use by several threads.
 */
final class LineIds {
  /** 320 MiB of table. */
  private static final int MOST_SLOTS = 1 << 24;

  private final int mostSlots;
  private final MessageDigest sha256 = Digests.sha256();
  private long[] digests;
  private int[] counts;
  private int used;

  LineIds() {
    this(MOST_SLOTS);
  }

  /**
   * @param mostSlots a power of two, at least 1,024
   */
  LineIds(int mostSlots) {
    this.mostSlots = mostSlots;
    this.digests = new long[2 * 1_024];
    this.counts = new int[1_024];
  }

  /** The id of the next row; rows are given in the order of the file, from the first on. */
  String next(List<String> content) {
    // Lengths before the cells: ["ab",""] and ["a","b"] are different rows.
    ByteBuffer length = ByteBuffer.allocate(4);
    for (String cell : content) {
      byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
      sha256.update(length.putInt(0, bytes.length).array());
      sha256.update(bytes);
    }
    byte[] digest = sha256.digest();
    ByteBuffer words = ByteBuffer.wrap(digest);
    int ordinal = count(words.getLong(), words.getLong());
    return HexFormat.of().formatHex(digest, 0, 16) + "-" + ordinal;
  }

  private int count(long high, long low) {
    int slot = slotOf(high, low);
    if (counts[slot] == 0) {
      if (used >= counts.length / 4 * 3) {
        grow();
        slot = slotOf(high, low);
      }
      digests[2 * slot] = high;
      digests[2 * slot + 1] = low;
      used++;
    }
    return ++counts[slot];
  }

  private int slotOf(long high, long low) {
    int slot = (int) high & (counts.length - 1);
    while (counts[slot] != 0 && (digests[2 * slot] != high || digests[2 * slot + 1] != low)) {
      slot = (slot + 1) & (counts.length - 1);
    }
    return slot;
  }

  private void grow() {
    if (counts.length >= mostSlots) {
      throw new CommandException(
          "the file has more than %,d different lines, the most for which ids can be made; name a column of ids with --id"
              .formatted(mostSlots / 4 * 3));
    }
    long[] formerDigests = digests;
    int[] formerCounts = counts;
    digests = new long[2 * formerDigests.length];
    counts = new int[2 * formerCounts.length];
    for (int former = 0; former < formerCounts.length; former++) {
      if (formerCounts[former] > 0) {
        long high = formerDigests[2 * former];
        long low = formerDigests[2 * former + 1];
        int slot = slotOf(high, low);
        digests[2 * slot] = high;
        digests[2 * slot + 1] = low;
        counts[slot] = formerCounts[former];
      }
    }
  }
}
