package io.leaderboard.query.period;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last period of a list. It carries when the period was: an archived one may be of a calendar
 * that the board does not have any more.
 */
final class PeriodCursor {
  /** The query parameter. */
  static final String PARAMETER = "cursor";

  /** Longer than the text of any cursor. */
  static final int MAX_LENGTH = 256;

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,19})/(-?\\d{1,19})/(.+)");

  private PeriodCursor() {}

  /** URL-safe text. */
  static String of(Period last) {
    String text = last.start() + "/" + last.end() + "/" + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What {@link #of} made a text of.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static Period parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
      if (matcher.matches() && Identifiers.isName(matcher.group(3))) {
        return new Period(
            matcher.group(3), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      }
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    throw refused(null);
  }

  private static InvalidFieldException refused(@Nullable Throwable cause) {
    InvalidFieldException refused =
        new InvalidFieldException(PARAMETER, "must be the 'next' of the list before");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
