package io.leaderboard.events.finals;

import io.leaderboard.events.period.Period;
import org.jspecify.annotations.Nullable;

/**
 * What the final standings of a period mean, so that it can be told whether a board that holds the
 * period holds the same.
 *
 * @param rulesVersion of the board's rules when it was closed
 * @param rules what the board was by then; null when only the version is known
 * @param start of the period by then, milliseconds since 1970
 * @param end of the period by then, milliseconds since 1970
 */
public record FinalMeaning(int rulesVersion, @Nullable FinalRules rules, long start, long end) {
  /**
   * Whether a board under these rules makes the same of the log in this period: by what the rules
   * are, or by their version where no more is known.
   */
  public boolean isThatOf(int version, FinalRules others, Period period) {
    return period.start() == start
        && period.end() == end
        && (rules == null ? version == rulesVersion : rules.equals(others));
  }
}
