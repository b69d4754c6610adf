package io.leaderboard.cassandra.fill;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads Kafka with a consumer of its own, which is in no group. */
public final class KafkaFillLog implements FillLog {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * So that what is folded at once stays small: each may touch as many rows as there are boards.
   */
  private static final int POLLED_AT_ONCE = 2_000;

  private final LogProperties properties;
  private final String clientId;

  /** Of the log that the service follows. */
  public KafkaFillLog(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  /**
   * Where each partition begins.
   *
   * @throws IllegalStateException when Kafka does not answer
   */
  public Map<Integer, Long> starts(int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(Topics.SCORE_EVENTS, number))
            .toList();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<Integer, Long> starts = new TreeMap<>();
      consumer
          .beginningOffsets(all)
          .forEach((partition, start) -> starts.put(partition.partition(), start));
      return starts;
    } catch (KafkaException e) {
      throw new IllegalStateException("Kafka does not say where the log begins", e);
    }
  }

  @Override
  public Reading open(int number) {
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    TopicPartition partition = new TopicPartition(Topics.SCORE_EVENTS, number);
    consumer.assign(List.of(partition));
    return new Reading() {
      @Override
      public long start() {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      }

      @Override
      public void seek(long offset) {
        consumer.seek(partition, offset);
      }

      @Override
      public List<ConsumerRecord<byte[], byte[]>> poll() {
        return consumer.poll(POLL).records(partition);
      }

      @Override
      public void close() {
        consumer.close();
      }
    };
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = properties.clientSettings(clientId + "-fill");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // What was deleted meanwhile is an error, not a gap.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED_AT_ONCE);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
