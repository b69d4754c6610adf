package io.leaderboard.events.time;

import io.leaderboard.events.limit.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Instants as RFC 3339 writes them, in milliseconds since 1970: {@code 2026-01-31T12:00:00.250Z}.
 * Any offset is read, UTC is written; what is finer than a millisecond is cut off.
 */
public final class Rfc3339 {
  /** The first instant allowed: the year 1900. */
  public static final long EARLIEST = -2_208_988_800_000L;

  /** The first instant that is not allowed any more: the year 10000. */
  public static final long END = 253_402_300_800_000L;

  private static final int SECONDS_END = 19;
  private static final int MAX_FRACTION_DIGITS = 9;

  private Rfc3339() {}

  /**
   * The instant that {@code text} is.
   *
   * @param field named in the error
   * @throws InvalidFieldException when it is none, or not in the years 1900 to 9999 of UTC
   */
  public static long parse(String field, String text) {
    long millis;
    try {
      millis = parse(text);
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      InvalidFieldException invalid =
          new InvalidFieldException(
              field, "must be a time with an offset as RFC 3339 has it, 2026-01-31T12:00:00Z");
      invalid.initCause(e);
      throw invalid;
    }
    return requireInRange(field, millis);
  }

  /** An instant of the years 1900 to 9999 of UTC. */
  public static long requireInRange(String field, long millis) {
    if (millis < EARLIEST || millis >= END) {
      throw new InvalidFieldException(field, "must be there, in the years 1900 to 9999");
    }
    return millis;
  }

  /** The text of an instant in UTC. */
  public static String format(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static long parse(String text) {
    require(text.charAt(4) == '-' && text.charAt(7) == '-');
    require(text.charAt(10) == 'T' || text.charAt(10) == 't');
    require(text.charAt(13) == ':' && text.charAt(16) == ':');
    LocalDateTime seconds =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, SECONDS_END));
    int offsetStart = SECONDS_END;
    int millis = 0;
    if (text.charAt(SECONDS_END) == '.') {
      offsetStart++;
      while (isDigit(text.charAt(offsetStart))) {
        offsetStart++;
      }
      int digits = offsetStart - SECONDS_END - 1;
      require(digits >= 1 && digits <= MAX_FRACTION_DIGITS);
      String fraction = text.substring(SECONDS_END + 1, offsetStart) + "00";
      millis = number(fraction, 0, 3);
    }
    return seconds.toEpochSecond(offset(text, offsetStart)) * 1_000 + millis;
  }

  private static ZoneOffset offset(String text, int start) {
    char sign = text.charAt(start);
    if (sign == 'Z' || sign == 'z') {
      require(text.length() == start + 1);
      return ZoneOffset.UTC;
    }
    require(sign == '+' || sign == '-');
    require(text.length() == start + 6 && text.charAt(start + 3) == ':');
    int minutes = number(text, start + 4, start + 6);
    require(minutes < 60);
    int total = number(text, start + 1, start + 3) * 60 + minutes;
    return ZoneOffset.ofTotalSeconds(60 * (sign == '-' ? -total : total));
  }

  /** ASCII digits only: {@link Integer#parseInt} takes signs and the digits of other scripts. */
  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      require(isDigit(text.charAt(i)));
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new DateTimeException("not a time");
    }
  }
}
