package io.leaderboard.redis;

import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log of a fault test, read on as it grows. */
final class FaultLog {
  private final String bootstrapServers;
  private final List<LogRecord> read = new ArrayList<>();
  private final Map<TopicPartition, Long> readTo = new HashMap<>();

  FaultLog(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Reads to the log's present end, with a consumer of its own, because brokers come and go. */
  void readOn() {
    List<TopicPartition> partitions =
        IntStream.range(0, FaultStack.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.SCORE_EVENTS, partition))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      partitions.forEach(p -> consumer.seek(p, readTo.getOrDefault(p, 0L)));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record ->
                    read.add(LogRecord.of(record.partition(), record.offset(), record.value())));
      }
      partitions.forEach(p -> readTo.put(p, consumer.position(p)));
    }
  }

  /** What was read. */
  List<LogRecord> records() {
    return read;
  }

  /** By partition: the next offset behind what was read. */
  Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    readTo.forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }
}
