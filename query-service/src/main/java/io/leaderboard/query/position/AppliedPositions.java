package io.leaderboard.query.position;

import io.leaderboard.events.topic.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the log is applied to one bucket.
 *
 * @param lastApplied by partition, the offset of the last record that is applied, inclusive: -1
 *     when none is yet, less while the bucket is being loaded; a partition that nothing is known of
 *     is not there
 */
public record AppliedPositions(Map<Integer, Long> lastApplied) {
  private static final long NOTHING = -1;

  public AppliedPositions {
    lastApplied = Map.copyOf(lastApplied);
  }

  /**
   * What the hash of positions says.
   *
   * @throws NumberFormatException when it holds something else than numbers
   */
  static AppliedPositions of(Map<String, String> hash) {
    Map<Integer, Long> positions = new HashMap<>();
    hash.forEach(
        (partition, offset) -> positions.put(Integer.valueOf(partition), Long.valueOf(offset)));
    return new AppliedPositions(positions);
  }

  /**
   * Whether there is a position for each of {@code partitions} partitions. A generation is given
   * them all before it is named, and goes live only with what they stand for: one that is live and
   * lacks some has lost what it held.
   */
  public boolean areWhole(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      Long last = lastApplied.get(partition);
      if (last == null || last < NOTHING) {
        return false;
      }
    }
    return true;
  }

  /** The offset of the first record of {@code partition} that is not applied. */
  public long next(int partition) {
    Long last = lastApplied.get(partition);
    // Less than -1 while a generation is loaded: nothing of it counts yet.
    return last == null ? 0 : Math.max(0, last + 1);
  }

  /** Whether all of {@code positions} are applied. */
  public boolean cover(Collection<Position> positions) {
    return positions.stream().allMatch(asked -> asked.offset() < next(asked.partition()));
  }
}
