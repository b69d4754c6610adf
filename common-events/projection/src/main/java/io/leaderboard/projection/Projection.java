package io.leaderboard.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A store that holds the fold of the log. What every implementation must keep to stands in {@code
 * ProjectionContract}.
 *
 * <p>The methods for one partition are called by one thread at a time; several threads may be at
 * work on different partitions. All of them may block for as long as the store's own timeouts say.
 */
public interface Projection {
  /**
   * Forgets whatever is remembered of these partitions and asks the store how far it is. Called
   * before the first batch of a partition, after it was assigned again, and after every failure.
   *
   * @return for each of them where to read on. Parts of the store that are further skip what they
   *     already hold.
   * @throws RuntimeException when the store cannot tell now; asked again after a pause
   */
  Map<Integer, ResumePoint> resume(Collection<Integer> partitions);

  /**
   * Applies the batches. Each begins where {@link #resume} said, or right after the last batch of
   * its partition. On return the store durably holds all of it, and its positions are {@link
   * PartitionBatch#through}, and it knows the closings. A position is never ahead of a write that
   * it stands for.
   *
   * @throws PositionMovedException when another owner has moved a position: nothing that the fold
   *     would not give was written
   * @throws RuntimeException when the store is away or refused: some of it may have been applied,
   *     and applying it again changes nothing. The caller pauses, resumes and goes on.
   */
  void apply(List<PartitionBatch> batches);

  /** The partitions belong to somebody else from now on. */
  default void revoked(Collection<Integer> partitions) {}

  /** What people should read of a failure: what happened, and what to do. */
  default String words(RuntimeException failure) {
    return String.valueOf(failure.getMessage());
  }
}
