package io.leaderboard.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the partitions of a topic begin and end, as Kafka says when it is asked. The futures fail
 * when it does not say within the client's timeout.
 */
public final class TopicOffsets {
  private TopicOffsets() {}

  /** By partition the offset that its next record will get, of open transactions too. */
  public static KafkaFuture<Map<Integer, Long>> ends(Admin admin, String topic, int partitions) {
    return ends(admin, topic, partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * By partition the offset up to which can be read.
   *
   * @param isolation one that reads what is committed cannot pass a transaction that is open
   */
  static KafkaFuture<Map<Integer, Long>> ends(
      Admin admin, String topic, int partitions, IsolationLevel isolation) {
    return ask(admin, topic, partitions, OffsetSpec.latest(), isolation);
  }

  /** By partition the offset of the first record that is left. */
  public static KafkaFuture<Map<Integer, Long>> starts(Admin admin, String topic, int partitions) {
    return ask(admin, topic, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  private static KafkaFuture<Map<Integer, Long>> ask(
      Admin admin, String topic, int partitions, OffsetSpec place, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.put(new TopicPartition(topic, partition), place);
    }
    return admin
        .listOffsets(asked, new ListOffsetsOptions(isolation))
        .all()
        .thenApply(
            found -> {
              Map<Integer, Long> offsets = new HashMap<>();
              found.forEach((partition, at) -> offsets.put(partition.partition(), at.offset()));
              return offsets;
            });
  }
}
