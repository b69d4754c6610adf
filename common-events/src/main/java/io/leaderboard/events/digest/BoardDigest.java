package io.leaderboard.events.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest of the entries of a board that does not depend on their order: the sum, modulo 2^128, of
 * the first 128 bits of each entry's SHA-256. Two boards of the same digest hold the same users
 * with the same scores; parts of a board are digested by themselves and {@linkplain
 * #add(BoardDigest) added up}. Not thread-safe.
 */
public final class BoardDigest {
  private final MessageDigest sha256;
  private long high;
  private long low;
  private long entries;

  /** Of no entry. */
  public BoardDigest() {
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds an entry.
   *
   * @param value the score, scaled
   * @param reachedAt milliseconds since 1970, where ties are broken by it; else null
   */
  public void add(String userId, long value, @Nullable Long reachedAt) {
    sha256.update(userId.getBytes(StandardCharsets.UTF_8));
    // Ends the user id, which can hold no line feed.
    sha256.update((byte) '\n');
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES).putLong(value);
    if (reachedAt != null) {
      numbers.putLong(reachedAt);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(sliceOf(numbers)));
    addNumber(hash.getLong(), hash.getLong());
    entries++;
  }

  /** Adds all entries of another part of the board. */
  public void add(BoardDigest part) {
    addNumber(part.high, part.low);
    entries += part.entries;
  }

  /** How many entries it is of. */
  public long entries() {
    return entries;
  }

  /** Its 32 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }

  private void addNumber(long otherHigh, long otherLow) {
    long sum = low + otherLow;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    low = sum;
    high += otherHigh + carry;
  }

  private static byte[] sliceOf(ByteBuffer numbers) {
    byte[] written = new byte[numbers.position()];
    numbers.flip().get(written);
    return written;
  }
}
