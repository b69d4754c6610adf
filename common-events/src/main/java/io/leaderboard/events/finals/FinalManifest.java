package io.leaderboard.events.finals;

import io.leaderboard.events.period.Period;

/**
 * Ends the final standings of a period.
 *
 * @param start milliseconds since 1970
 * @param end milliseconds since 1970, not part of the period
 * @param rulesVersion of the board's rules when it was closed
 * @param scale digits after the point of the scores
 * @param pages how many pages there are
 * @param entries how many entries they have
 * @param digest of all entries, see {@code BoardDigest}
 * @param writtenAt milliseconds since 1970
 * @param facts what else was so when it was written
 */
public record FinalManifest(
    FinalPeriod period,
    long start,
    long end,
    int rulesVersion,
    int scale,
    int pages,
    long entries,
    String digest,
    long writtenAt,
    FinalFacts facts)
    implements FinalRecord {
  /**
   * Whether these are the standings that rules give of the period: under the same rules, by what
   * they mean or else by their version, and in a period of the same time.
   */
  public boolean isUnder(int otherVersion, FinalRules others, Period closed) {
    FinalRules rules = facts.rules();
    return closed.start() == start
        && closed.end() == end
        && (rules == null ? otherVersion == rulesVersion : rules.equals(others));
  }
}
