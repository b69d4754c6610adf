package io.leaderboard.query.position;

import io.leaderboard.events.topic.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the log is applied to one bucket.
 *
 * @param lastApplied by partition, the offset of the last record that is applied, inclusive; a
 *     partition without applied records is not there
 */
public record AppliedPositions(Map<Integer, Long> lastApplied) {
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
