package io.leaderboard.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic with as many partitions as the log, read on as it grows. */
final class LogReading {
  private final Map<String, Object> config;
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> readTo = new HashMap<>();

  LogReading(String bootstrapServers, String topic) {
    this.config = Map.of("bootstrap.servers", bootstrapServers);
    this.partitions =
        IntStream.range(0, FaultStack.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
  }

  /** Reads to the present end, with a consumer of its own, because brokers come and go. */
  void readOn(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      partitions.forEach(p -> consumer.seek(p, readTo.getOrDefault(p, 0L)));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(p -> consumer.position(p) < Objects.requireNonNull(ends.get(p)))) {
        consumer.poll(Duration.ofMillis(100)).forEach(reader);
      }
      partitions.forEach(p -> readTo.put(p, consumer.position(p)));
    }
  }

  /** Where the topic begins now, by partition, and the next reading with it. */
  Map<Integer, Long> toTheBeginning() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      readTo.putAll(consumer.beginningOffsets(partitions));
    }
    return ends();
  }

  /** By partition: the next offset behind what was read. */
  Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    readTo.forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }
}
