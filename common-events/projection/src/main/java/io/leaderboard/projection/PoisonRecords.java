package io.leaderboard.projection;

import java.util.List;

/** Where records go that cannot be decoded. They never stop a partition. */
@FunctionalInterface
public interface PoisonRecords {
  /**
   * Puts the records of one poll and partition aside. On return all are kept durably, or the
   * projection keeps none. May be called again with the same records after a failure, when some of
   * them are kept already.
   *
   * @param records in offset order, not empty, at most what a poll gives
   * @throws RuntimeException when one cannot be kept now; the partition then waits and tries again
   */
  void putAll(List<PoisonRecord> records);
}
