package io.leaderboard.query.generation;

import java.util.Map;

/**
 * How far what is being filled is: a generation, or games within the live one.
 *
 * @param applied records of the log that are applied to it
 * @param total records of the log
 */
public record RebuildShare(long applied, long total) {
  /** As problems have it: {@code applied}, {@code total} and {@code percent}. */
  public Map<String, Object> document() {
    return Map.of("applied", applied, "total", total, "percent", percent());
  }

  /** In percent, 0 to 100, cut off; 100 for an empty log. */
  public int percent() {
    return total == 0 ? 100 : (int) (applied * 100.0 / total);
  }
}
