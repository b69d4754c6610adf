package io.leaderboard.events.game;

import io.leaderboard.events.limit.InvalidFieldException;

/**
 * What never changes in a log: the first one written counts.
 *
 * @param partitions partitions of {@code score-events}, 1 to {@value #MAX_PARTITIONS}
 * @param duplicateWindow how many preceding offsets of its partition an event id is compared with,
 *     1 to {@value #MAX_DUPLICATE_WINDOW}
 * @param createdAt milliseconds since 1970
 */
public record LogSettings(int partitions, int duplicateWindow, long createdAt)
    implements GameRecord {
  /** Most partitions. */
  public static final int MAX_PARTITIONS = 1_024;

  /** Largest window: 540 MB of memory a partition. */
  public static final int MAX_DUPLICATE_WINDOW = 10_000_000;

  public LogSettings {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new InvalidFieldException("partitions", "must be 1 to " + MAX_PARTITIONS);
    }
    if (duplicateWindow < 1 || duplicateWindow > MAX_DUPLICATE_WINDOW) {
      throw new InvalidFieldException("duplicateWindow", "must be 1 to " + MAX_DUPLICATE_WINDOW);
    }
  }
}
