package io.leaderboard.redis.generation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far something is: for each bucket the last applied offset of each partition, inclusive; less
 * than -1 as {@link StoredPosition} says.
 *
 * @param buckets by bucket: partition -> offset, as Redis holds it
 */
public record BucketPositions(List<Map<Integer, Long>> buckets) {
  /** The bucket's position in a partition; null when Redis has none. */
  public @Nullable Long of(int bucket, int partition) {
    return buckets.get(bucket).get(partition);
  }

  /** Whether every bucket has a position in each of {@code partitions} partitions. */
  public boolean isComplete(int partitions) {
    return isComplete(partitions, Long.MIN_VALUE);
  }

  /** Whether, besides, no bucket holds but a part of what is loaded or restored. */
  public boolean isWhole(int partitions) {
    return isComplete(partitions, StoredPosition.NONE);
  }

  private boolean isComplete(int partitions, long least) {
    for (Map<Integer, Long> bucket : buckets) {
      for (int partition = 0; partition < partitions; partition++) {
        Long position = bucket.get(partition);
        if (position == null || position < least) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether no bucket holds but a part of what is loaded or restored of a partition. */
  public boolean isWholeIn(int partition) {
    return buckets.stream()
        .allMatch(bucket -> bucket.getOrDefault(partition, -1L) >= StoredPosition.NONE);
  }

  /** The position behind which the log is, or is to be, followed; of all buckets the least. */
  public long followedFrom(int partition) {
    return buckets.stream()
        .mapToLong(bucket -> StoredPosition.followedFrom(bucket.getOrDefault(partition, -1L)))
        .min()
        .orElse(StoredPosition.NONE);
  }

  /** Whether some bucket has a position in a partition that the log does not have. */
  public boolean hasMoreThan(int partitions) {
    return buckets.stream()
        .anyMatch(bucket -> bucket.keySet().stream().anyMatch(p -> p >= partitions));
  }

  /** The position that all buckets have reached; -1 when one has none. */
  public long reachedByAll(int partition) {
    return buckets.stream()
        .mapToLong(bucket -> Math.max(-1, bucket.getOrDefault(partition, -1L)))
        .min()
        .orElse(-1);
  }

  /** The position that some bucket has reached; -1 when none has any. */
  public long reachedByAny(int partition) {
    return buckets.stream()
        .mapToLong(bucket -> bucket.getOrDefault(partition, -1L))
        .max()
        .orElse(-1);
  }
}
