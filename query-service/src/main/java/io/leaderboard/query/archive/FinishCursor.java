package io.leaderboard.query.archive;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.query.archive.FinalRanks.Finish;
import io.leaderboard.web.CursorText;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a finish in a list: newest first, then by board.
 *
 * @param periodEnd milliseconds since 1970
 */
record FinishCursor(long periodEnd, String boardId, String period)
    implements Comparable<FinishCursor> {
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
    return CursorText.of(periodEnd + "/" + boardId + "/" + period);
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static FinishCursor parse(String text) {
    Matcher matcher = FORM.matcher(CursorText.text(text));
    if (!matcher.matches()
        || !Identifiers.isName(matcher.group(2))
        || !Identifiers.isName(matcher.group(3))) {
      throw CursorText.refused();
    }
    return new FinishCursor(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3));
  }

  @Override
  public int compareTo(FinishCursor other) {
    return ORDER.compare(this, other);
  }
}
