package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.rules.PartitionRules;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A partition of the log that is applied here, from one resume to the next, as whoever fills rules
 * sees it. Thread-safe.
 */
public interface AppliedPartition {
  /** Its number. */
  int partition();

  /** Whether it was resumed anew since, or belongs to somebody else: then nothing here holds. */
  boolean isLost();

  /** The last offset that is applied here, -1 for none. */
  long applied();

  /** Under which rules its games are folded. */
  PartitionRules rules();

  /** What was written last by a fill of it. */
  FillMark mark();

  /** Does something while nothing is applied, between two polls; who applies waits for it. */
  <T> T atRest(Supplier<T> action);

  /** By game: until when its periods are closed behind what is applied. While {@link #atRest}. */
  Map<String, Long> closedThrough();

  /** Whether a closing of the game is known. While {@link #atRest}. */
  boolean isClosedEver(String gameId);

  /**
   * Whether nothing that was acknowledged is missing.
   *
   * @param interruptions how many there have been by now
   * @param found the position of the boards that is stored
   */
  boolean holds(long interruptions, ProjectionOffsets found);
}
