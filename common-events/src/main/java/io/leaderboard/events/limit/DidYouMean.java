package io.leaderboard.events.limit;

import java.util.Locale;
import java.util.Optional;

/**
 * What somebody may have meant who wrote a name that is not known: the known one that the fewest
 * letters have to be put in, left out, replaced or swapped for, whatever their case.
 */
public final class DidYouMean {
  /** No longer name is compared, so that a comparison takes at most about 450 steps. */
  private static final int MAX_LENGTH = Identifiers.MAX_NAME;

  /** More mistakes than that are another name. */
  private static final int MAX_MISTAKES = 3;

  private DidYouMean() {}

  /** The known name that is nearest, empty when none is near. */
  public static Optional<String> nearest(String asked, Iterable<String> known) {
    if (asked.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String written = asked.toLowerCase(Locale.ROOT);
    String nearest = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int most = Math.min(fewest - 1, allowed(written.length(), candidate.length()));
      // As many letters as one is longer are missing at least.
      if (Math.abs(written.length() - candidate.length()) <= most) {
        int mistakes = mistakes(written, candidate.toLowerCase(Locale.ROOT), most);
        if (mistakes <= most) {
          fewest = mistakes;
          nearest = candidate;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** What to say behind "... is not known": the nearest, or what there is. */
  public static String hint(String asked, Iterable<String> known) {
    return nearest(asked, known).map(near -> ": " + question(near)).orElseGet(() -> there(known));
  }

  /** What to ask when one is near. */
  public static String question(String nearest) {
    return "did you mean " + nearest + "?";
  }

  private static String there(Iterable<String> known) {
    String all = String.join(", ", known);
    return all.isEmpty() ? "; there are none" : "; there are " + all;
  }

  /** Less than half of the letters may be wrong: id and at have nothing in common. */
  private static int allowed(int length, int other) {
    return Math.min(MAX_MISTAKES, (Math.max(length, other) - 1) / 2);
  }

  /**
   * The optimal string alignment distance, when it is at most {@code most}; else something larger.
   * What is farther from the diagonal costs more, and is not looked at.
   */
  private static int mistakes(String a, String b, int most) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int from = Math.max(1, i - most);
      int to = Math.min(b.length(), i + most);
      row[from - 1] = from == 1 ? i : MAX_LENGTH;
      for (int j = from; j <= to; j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      if (to < b.length()) {
        row[to + 1] = MAX_LENGTH;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
