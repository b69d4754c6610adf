package io.leaderboard.events.time;

import io.leaderboard.events.limit.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Instants as RFC 3339 writes them, in milliseconds since 1970: {@code 2026-01-31T12:00:00.250Z}.
 * Any offset is read, UTC is written; what is finer than a millisecond is cut off. A leap second,
 * which only the last minute of a month of UTC has, is second 59.
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
    } catch (NoSuchTimeException e) {
      throw refused(field, "must be a time that there is: " + e.getMessage(), e);
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw refused(
          field, "must be a time with an offset as RFC 3339 has it, 2026-01-31T12:00:00Z", e);
    }
    return requireInRange(field, millis);
  }

  private static InvalidFieldException refused(String field, String allowed, Exception cause) {
    InvalidFieldException refused = new InvalidFieldException(field, allowed);
    refused.initCause(cause);
    return refused;
  }

  /** An instant of the years 1900 to 9999 of UTC. */
  public static long requireInRange(String field, long millis) {
    if (millis < EARLIEST || millis >= END) {
      throw new InvalidFieldException(field, "must lie in the years 1900 to 9999 of UTC");
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
    int second = number(text, 17, SECONDS_END);
    boolean isLeap = second == 60;
    LocalDateTime local =
        local(
            date(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)),
            number(text, 11, 13),
            number(text, 14, 16),
            isLeap ? 59 : second);
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
    long seconds = local.toEpochSecond(offset(text, offsetStart));
    if (isLeap && !endsMonth(seconds)) {
      throw new NoSuchTimeException("only 23:59 UTC at the end of a month has a second 60");
    }
    return seconds * 1_000 + millis;
  }

  private static LocalDate date(int year, int month, int day) {
    if (month < 1 || month > 12) {
      throw new NoSuchTimeException("months are 01 to 12");
    }
    int last = YearMonth.of(year, month).lengthOfMonth();
    if (day < 1 || day > last) {
      throw new NoSuchTimeException("%04d-%02d has %d days".formatted(year, month, last));
    }
    return LocalDate.of(year, month, day);
  }

  private static LocalDateTime local(LocalDate date, int hour, int minute, int second) {
    if (hour > 23 || minute > 59 || second > 59) {
      throw new NoSuchTimeException("hours are 00 to 23, minutes and seconds 00 to 59");
    }
    return date.atTime(hour, minute, second);
  }

  /** Whether the second that follows begins a month of UTC. */
  private static boolean endsMonth(long seconds) {
    LocalDateTime next = LocalDateTime.ofEpochSecond(seconds + 1, 0, ZoneOffset.UTC);
    return next.getDayOfMonth() == 1 && next.toLocalTime().equals(LocalTime.MIDNIGHT);
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

  /** Of the right form, but of a date or an hour that no clock shows. */
  private static final class NoSuchTimeException extends DateTimeException {
    private static final long serialVersionUID = 1L;

    NoSuchTimeException(String why) {
      super(why);
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new DateTimeException("not a time");
    }
  }
}
