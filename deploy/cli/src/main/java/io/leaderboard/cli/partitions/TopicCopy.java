package io.leaderboard.cli.partitions;

import io.leaderboard.cli.CommandException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies partitions of one topic into those of another, each record to its own offset, with its
 * key, value, headers and time. Goes on where a former copy was ended.
 */
final class TopicCopy {
  private static final Duration POLL = Duration.ofMillis(500);

  /** How long nothing may come before the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> client;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  TopicCopy(Map<String, Object> client) {
    this.client = client;
  }

  /**
   * Copies what {@code from} holds beyond the end of {@code to}.
   *
   * @return how many records it copied
   * @throws CommandException when a record cannot be written, or gets another offset
   */
  long copy(String from, String to, int partitions) {
    long copied = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int partition = 0; partition < partitions; partition++) {
        copied += copy(consumer, producer, new TopicPartition(from, partition), to);
      }
      producer.flush();
      requireNoFailure();
      return copied;
    } catch (KafkaException e) {
      throw new CommandException(
          "%s could not be copied to %s: %s; the same command goes on with it"
              .formatted(from, to, e.getMessage()),
          e);
    }
  }

  private long copy(
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer,
      TopicPartition source,
      String to) {
    TopicPartition target = new TopicPartition(to, source.partition());
    long start = end(consumer, target);
    long end = end(consumer, source);
    consumer.assign(List.of(source));
    consumer.seek(source, start);
    long at = start;
    long heardAt = System.nanoTime();
    while (at < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        // Kept by its callback.
        Future<RecordMetadata> unused =
            producer.send(
                copy(record, to),
                (written, failed) -> {
                  if (failed != null) {
                    failure.compareAndSet(null, failed.toString());
                  } else if (written.offset() != record.offset()) {
                    failure.compareAndSet(
                        null,
                        "%s:%d got the offset %d: somebody else writes, or the topic has gaps"
                            .formatted(source, record.offset(), written.offset()));
                  }
                });
        heardAt = System.nanoTime();
      }
      requireNoFailure();
      at = consumer.position(source);
      if (System.nanoTime() - heardAt > PATIENCE.toNanos()) {
        throw new CommandException("nothing comes from %s at offset %d".formatted(source, at));
      }
    }
    return end - start;
  }

  private static long end(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, String to) {
    return new ProducerRecord<>(
        to, record.partition(), record.timestamp(), record.key(), record.value(), record.headers());
  }

  private void requireNoFailure() {
    String failed = failure.get();
    if (failed != null) {
      throw new CommandException(failed);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(client);
    config.put("auto.offset.reset", "none");
    config.put("enable.auto.commit", false);
    config.put("allow.auto.create.topics", false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(client);
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("compression.type", "lz4");
    // Whatever a topic may hold, the broker decides.
    config.put("max.request.size", 16 * 1024 * 1024);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
