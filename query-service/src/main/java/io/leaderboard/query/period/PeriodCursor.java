package io.leaderboard.query.period;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import io.leaderboard.query.web.CursorText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last period of a list. It carries when the period was: an archived one may be of a calendar
 * that the board does not have any more.
 */
final class PeriodCursor {
  /** Longer than the text of any cursor. */
  static final int MAX_LENGTH = 256;

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
      return new Period(
          matcher.group(3), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw CursorText.refused(e);
    }
  }
}
