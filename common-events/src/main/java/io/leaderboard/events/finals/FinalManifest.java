package io.leaderboard.events.finals;

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
  /** What its numbers and ranks mean. */
  public FinalMeaning meaning() {
    return new FinalMeaning(rulesVersion, facts.rules(), start, end);
  }
}
