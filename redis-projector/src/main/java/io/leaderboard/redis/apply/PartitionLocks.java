package io.leaderboard.redis.apply;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for each partition: whoever changes its state or applies to it holds it. Everyone who
 * takes several takes them in the order of the partitions. Thread-safe.
 */
final class PartitionLocks {
  private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Runs {@code action} while nothing is applied to a partition by this process. */
  void with(int partition, Runnable action) {
    withAll(List.of(partition), action);
  }

  /** Runs {@code action} while nothing else is applied to any of these. */
  void withAll(Collection<Integer> partitions, Runnable action) {
    List<Integer> ordered = partitions.stream().sorted().toList();
    ordered.forEach(partition -> lock(partition).lock());
    try {
      action.run();
    } finally {
      ordered.forEach(partition -> lock(partition).unlock());
    }
  }

  private ReentrantLock lock(int partition) {
    return locks.computeIfAbsent(partition, p -> new ReentrantLock());
  }
}
