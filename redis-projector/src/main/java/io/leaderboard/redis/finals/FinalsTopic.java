package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The right to write {@code final-standings}, and the knowledge of what stands there.
 *
 * <p>There is one transactional id for all processes. Opening fences every other writer and ends
 * its transaction; only then is the topic read to its end. So nobody can have written, or can still
 * write, what this writer does not know of: from then on either it is the only one, or its
 * transactions fail. After any failure it is of no use: the outcome of a commit may be unknown. Not
 * thread-safe.
 */
final class FinalsTopic implements AutoCloseable {
  /** Of all processes. */
  static final String TRANSACTIONAL_ID = "leaderboard-final-standings";

  private static final byte[] TYPE = Topics.FINAL_RECORD_TYPE.getBytes(StandardCharsets.US_ASCII);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaProducer<byte[], byte[]> producer;
  private final int partitions;
  // About 100 bytes each: those of 1,000 games with days, weeks and months are 43 MB a year.
  private final Map<String, Set<String>> written;

  private FinalsTopic(
      KafkaProducer<byte[], byte[]> producer, int partitions, Map<String, Set<String>> written) {
    this.producer = producer;
    this.partitions = partitions;
    this.written = written;
  }

  /**
   * Becomes the only writer.
   *
   * @throws RuntimeException when Kafka is away
   */
  static FinalsTopic open(LogProperties log, FinalsProperties properties, String clientId) {
    Map<String, Object> config = log.clientSettings(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    config.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Math.toIntExact(properties.transactionTimeout().toMillis()));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2 * log.requestTimeout().toMillis());
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) log.requestTimeout().toMillis());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      int partitions = producer.partitionsFor(Topics.FINAL_STANDINGS).size();
      return new FinalsTopic(producer, partitions, readManifests(log, clientId, partitions));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Whether the final standings of a period are written. */
  boolean isWritten(FinalPeriod period) {
    return written.getOrDefault(board(period), Set.of()).contains(period.period());
  }

  /** Begins the transaction of one period. */
  void begin() {
    producer.beginTransaction();
  }

  /** Adds a page to it. */
  void add(FinalPage page) {
    send(page.period(), page.period().key(page.page()), FinalRecordCodec.encode(page));
  }

  /** Adds the manifest and commits. */
  void commit(FinalManifest manifest) {
    FinalPeriod period = manifest.period();
    send(period, period.manifestKey(), FinalRecordCodec.encode(manifest));
    producer.commitTransaction();
    remember(written, period);
  }

  /** What is not committed is aborted by the next one to open, or when its time has passed. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /**
   * All of a period stands in one partition, in order: whoever meets the manifest has its pages.
   */
  private void send(FinalPeriod period, byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(period.manifestKey());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.FINAL_STANDINGS, (int) (crc.getValue() % partitions), key, value);
    record.headers().add(Topics.CONTENT_TYPE_HEADER, TYPE);
    // A record that fails makes the commit fail.
    var unused = producer.send(record);
  }

  private static Map<String, Set<String>> readManifests(
      LogProperties log, String clientId, int partitions) {
    Map<String, Object> config = log.clientSettings(clientId + "-read");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    Map<String, Set<String>> written = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(Topics.FINAL_STANDINGS, partition))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      // No transaction is open any more, so that these are the ends of everything.
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(POLL).forEach(record -> rememberManifest(written, record));
      }
    }
    return written;
  }

  private static void rememberManifest(
      Map<String, Set<String>> written, ConsumerRecord<byte[], byte[]> record) {
    try {
      FinalRecord decoded = FinalRecordCodec.decode(record.value());
      if (decoded instanceof FinalManifest manifest) {
        remember(written, manifest.period());
      }
    } catch (UndecodableRecordException e) {
      throw new IllegalStateException(
          "%s holds at %d:%d what is no final standing, so that nobody can tell what is written"
              .formatted(Topics.FINAL_STANDINGS, record.partition(), record.offset()),
          e);
    }
  }

  private static void remember(Map<String, Set<String>> written, FinalPeriod period) {
    written.computeIfAbsent(board(period), board -> new HashSet<>()).add(period.period());
  }

  private static String board(FinalPeriod period) {
    return period.gameId() + '/' + period.boardId();
  }
}
