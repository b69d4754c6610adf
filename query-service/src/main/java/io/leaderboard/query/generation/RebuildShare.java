package io.leaderboard.query.generation;

/**
 * How far a generation is.
 *
 * @param applied records of the log that are applied to it
 * @param total records of the log
 */
public record RebuildShare(long applied, long total) {
  /** In percent, 0 to 100, cut off; 100 for an empty log. */
  public int percent() {
    return total == 0 ? 100 : (int) (applied * 100.0 / total);
  }
}
