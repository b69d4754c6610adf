package io.leaderboard.events.redis;

import io.leaderboard.events.score.ScoreEvent;

/**
 * An instant as text whose order is that of time: ten digits of base 32 (0-9, a-v), milliseconds
 * since 1900. Ten ASCII characters; Lua reads them with {@code tonumber(text, 32)}.
 */
public final class SortableTime {
  /** Characters of each. */
  public static final int LENGTH = 10;

  private static final int BITS = 5;
  private static final int RADIX = 1 << BITS;

  private SortableTime() {}

  /**
   * The text of an instant.
   *
   * @param epochMillis milliseconds since 1970, in the years 1900 to 9999
   */
  public static String encode(long epochMillis) {
    if (epochMillis < ScoreEvent.EARLIEST || epochMillis >= ScoreEvent.END_OF_TIME) {
      throw new IllegalArgumentException(epochMillis + " is not in the years 1900 to 9999");
    }
    long rest = epochMillis - ScoreEvent.EARLIEST;
    char[] digits = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = Character.forDigit((int) (rest & (RADIX - 1)), RADIX);
      rest >>>= BITS;
    }
    return new String(digits);
  }

  /** The instant, in milliseconds since 1970, that the first characters of a text stand for. */
  public static long decode(String text) {
    return Long.parseLong(text, 0, LENGTH, RADIX) + ScoreEvent.EARLIEST;
  }
}
