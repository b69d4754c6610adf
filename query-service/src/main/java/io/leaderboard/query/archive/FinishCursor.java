package io.leaderboard.query.archive;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.query.archive.FinalRanks.Finish;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a finish in a list: newest first, then by board.
 *
 * @param periodEnd milliseconds since 1970
 */
record FinishCursor(long periodEnd, String boardId, String period)
    implements Comparable<FinishCursor> {
  /** The query parameter. */
  static final String PARAMETER = "cursor";

  /** Longer than the text of any cursor. */
  static final int MAX_LENGTH = 256;

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,15})/([^/]+)/([^/]+)");
  private static final Comparator<FinishCursor> ORDER =
      Comparator.comparingLong(FinishCursor::periodEnd)
          .reversed()
          .thenComparing(FinishCursor::boardId)
          .thenComparing(FinishCursor::period);

  static FinishCursor of(Finish finish) {
    return new FinishCursor(finish.periodEnd(), finish.boardId(), finish.period());
  }

  /** URL-safe text. */
  String encoded() {
    String text = periodEnd + "/" + boardId + "/" + period;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static FinishCursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
      if (matcher.matches()
          && Identifiers.isName(matcher.group(2))
          && Identifiers.isName(matcher.group(3))) {
        return new FinishCursor(
            Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3));
      }
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
    throw refused(null);
  }

  @Override
  public int compareTo(FinishCursor other) {
    return ORDER.compare(this, other);
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
