package io.leaderboard.projection;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where records go that cannot be decoded. They never stop a partition. */
@FunctionalInterface
public interface PoisonRecords {
  /**
   * Puts a record aside. On return it is kept durably, or the projection keeps none. May be called
   * again with the same record after a failure.
   *
   * @param reason why it cannot be decoded; repeats no content
   * @throws RuntimeException when it cannot be kept now; the partition then waits and tries again
   */
  void put(ConsumerRecord<byte[], byte[]> record, String reason);
}
