package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalMeaning;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write {@code final-standings} and {@code final-manifests}, and the knowledge of what
 * is written.
 *
 * <p>There is one transactional id for all processes. Opening fences every other writer and ends
 * its transaction; only then are the manifests read to their end, and no pages. So nobody can have
 * written, or can still write, what this writer does not know of: from then on either it is the
 * only one, or its transactions fail. Not thread-safe.
 */
final class FinalsTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FinalsTopic.class);

  /** Of all processes. */
  static final String TRANSACTIONAL_ID = "leaderboard-final-standings";

  private static final byte[] TYPE = Topics.FINAL_RECORD_TYPE.getBytes(StandardCharsets.US_ASCII);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String logId;
  private final int partitions;
  private final WrittenPeriods written;
  private boolean begun;

  private FinalsTopic(
      KafkaProducer<byte[], byte[]> producer, String logId, WrittenPeriods written) {
    this.producer = producer;
    this.logId = logId;
    this.partitions = producer.partitionsFor(Topics.FINAL_STANDINGS).size();
    this.written = written;
  }

  /**
   * Becomes the only writer.
   *
   * @param logId the id of {@code score-events}, of which the standings are
   * @throws RuntimeException when Kafka is away
   */
  static FinalsTopic open(
      LogProperties log, FinalsProperties properties, String clientId, String logId) {
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
      WrittenPeriods written = new WrittenPeriods(logId);
      new ManifestsTopic(log, clientId, producer).read(written);
      return new FinalsTopic(producer, logId, written);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Of which log it writes. */
  String logId() {
    return logId;
  }

  /** What the final standings of a period mean; null when they are not written. */
  @Nullable FinalMeaning written(FinalPeriod period) {
    return written.of(period);
  }

  /** Begins the transaction of one period. */
  void begin() {
    // Before it is: a writer that cannot begin is of no more use, and is found out by giving up.
    begun = true;
    producer.beginTransaction();
  }

  /** Adds a page to it. */
  void add(FinalPage page) {
    send(page.period(), page.period().key(page.page()), FinalRecordCodec.encode(page));
  }

  /** Adds the manifest, to both topics, and commits. */
  void commit(FinalManifest manifest) {
    FinalPeriod period = manifest.period();
    byte[] value = FinalRecordCodec.encode(manifest);
    send(period, period.manifestKey(), value);
    // A record that fails makes the commit fail.
    var unused = producer.send(manifestRecord(period.manifestKey(), value));
    producer.commitTransaction();
    begun = false;
    written.add(manifest);
  }

  /**
   * Gives up what is not committed.
   *
   * @return whether more can be written; else the outcome of the commit is not known, or another
   *     writer took over, and only one that is opened anew knows what is written
   */
  boolean giveUp() {
    if (!begun) {
      return true;
    }
    try {
      producer.abortTransaction();
      begun = false;
      return true;
    } catch (KafkaException | IllegalStateException e) {
      // The latter after a commit that has timed out: it may have happened.
      LOG.debug("The transaction cannot be given up", e);
      return false;
    }
  }

  /** What is not committed is aborted by the next one to open, or when its time has passed. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /** A record of {@code final-manifests}. */
  static ProducerRecord<byte[], byte[]> manifestRecord(byte[] key, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.FINAL_MANIFESTS, key, value);
    record.headers().add(Topics.CONTENT_TYPE_HEADER, TYPE);
    return record;
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
    var unused = producer.send(record);
  }
}
