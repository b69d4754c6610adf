package io.leaderboard.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions from their beginnings to the ends that they have when it is asked. Belongs to
 * one thread, but for {@link #wakeup}.
 */
public final class TopicReader implements AutoCloseable {
  /** What a record is given to, in the order of its partition. */
  @FunctionalInterface
  public interface Use {
    /** Takes one record. */
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(Map<String, Object> config) {
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * With a consumer of its own.
   *
   * @param further settings of the consumer that are not the usual ones
   */
  public static TopicReader open(
      LogProperties log, String clientId, IsolationLevel isolation, Map<String, Object> further) {
    Map<String, Object> config = new HashMap<>(log.clientSettings(clientId));
    config.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString().toLowerCase(Locale.ROOT));
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.putAll(further);
    return new TopicReader(config);
  }

  /** All partitions of a topic; empty when it is not there. */
  public List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /**
   * Reads everything that stands there now. With {@code READ_COMMITTED} the end is before the first
   * transaction that is open.
   *
   * @param silence how long nothing may come; however long it takes while something comes
   * @param goesOn asked before every poll
   * @return whether the ends were reached; false when it was not to go on
   * @throws TimeoutException when nothing came for too long
   * @throws org.apache.kafka.common.KafkaException when Kafka is away
   */
  public boolean readToEnd(
      Collection<TopicPartition> partitions, Duration silence, BooleanSupplier goesOn, Use use) {
    seekToBeginning(partitions);
    return readOn(partitions, silence, goesOn, records -> records.forEach(use::take));
  }

  /** As {@link #readToEnd}, from where the last reading ended; poll by poll. */
  boolean readOn(
      Collection<TopicPartition> partitions,
      Duration silence,
      BooleanSupplier goesOn,
      Consumer<ConsumerRecords<byte[], byte[]>> use) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long heardAt = System.nanoTime();
    long before = -1;
    while (!hasReached(ends)) {
      if (!goesOn.getAsBoolean()) {
        return false;
      }
      use.accept(consumer.poll(POLL));
      // Also over what is no record: of a transaction that was given up, or compacted away.
      long positions = partitions.stream().mapToLong(consumer::position).sum();
      if (positions != before) {
        before = positions;
        heardAt = System.nanoTime();
      } else if (System.nanoTime() - heardAt > silence.toNanos()) {
        throw new TimeoutException(
            "nothing came of %s for %s, and it is not read to its end"
                .formatted(partitions, silence));
      }
    }
    return true;
  }

  private boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** As for the partitions given, of the whole topic, and however long something comes. */
  public void readToEnd(String topic, Duration silence, Use use) {
    readToEnd(partitions(topic), silence, () -> true, use);
  }

  /** Begins to read partitions at their beginnings. */
  void seekToBeginning(Collection<TopicPartition> partitions) {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Begins to read a partition at an offset. */
  void seek(TopicPartition partition, long offset) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
  }

  /** The offset that is read next. */
  long position(TopicPartition partition) {
    return consumer.position(partition);
  }

  /** What comes within {@code patience}, for whoever follows what does not end. */
  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /** Has a read that waits fail, from any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
