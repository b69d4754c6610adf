package io.leaderboard.query.period;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import io.leaderboard.web.CursorText;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last period of a list. It carries when the period was: an archived one may be of a calendar
 * that the board does not have any more.
 */
final class PeriodCursor {
  /** Longer than the text of any cursor. */
  static final int MAX_LENGTH = 256;

  private static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
  private static final Pattern FORM = Pattern.compile("(-?\\d{1,19})/(-?\\d{1,19})/(.+)");

  private PeriodCursor() {}

  /** URL-safe text. */
  static String of(Period last) {
    return CursorText.of(last.start() + "/" + last.end() + "/" + last.id());
  }

  /**
   * What {@link #of} made a text of.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static Period parse(String text) {
    Matcher matcher = FORM.matcher(CursorText.text(text));
    if (!matcher.matches() || !Identifiers.isName(matcher.group(3))) {
      throw CursorText.refused();
    }
    try {
      Period last =
          new Period(
              matcher.group(3), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      if (last.end() == Long.MAX_VALUE || (isTime(last.start()) && isTime(last.end()))) {
        return last;
      }
    } catch (IllegalArgumentException e) {
      throw CursorText.refused(e);
    }
    throw CursorText.refused();
  }

  /** No period reaches beyond what a calendar can tell. */
  private static boolean isTime(long millis) {
    return EARLIEST <= millis && millis <= LATEST;
  }
}
