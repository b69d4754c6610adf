package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.finals.ManifestsCopied;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.TopicReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code final-manifests}: read as a whole by who has just become the writer, and by who is about
 * to fill, which takes as long as there are manifests, however many pages there are.
 *
 * <p>A log from before this topic has its manifests among the pages. They are copied once, in one
 * transaction that ends with {@link ManifestsCopied}: without that record nothing counts as copied,
 * so that a copy that breaks off is made again. It stands in new logs too, where there was nothing
 * to copy.
 */
final class ManifestsTopic {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestsTopic.class);

  private final LogProperties log;
  private final String clientId;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @param producer the only one that may write: no transaction but its own is open
   */
  ManifestsTopic(LogProperties log, String clientId, KafkaProducer<byte[], byte[]> producer) {
    this.log = log;
    this.clientId = clientId;
    this.producer = producer;
  }

  /**
   * Reads what is written; copies it first where that was not done yet.
   *
   * @throws RuntimeException when Kafka is away, or a record is none of these: nobody can tell then
   *     what is written
   */
  void read(WrittenPeriods written) {
    try (TopicReader reader = open(log, clientId + "-read")) {
      if (!readToEnd(reader, log, written::add, ManifestsTopic::unreadable)) {
        copy(reader, written);
      }
    }
  }

  /** Reads what is committed. */
  static TopicReader open(LogProperties log, String clientId) {
    return TopicReader.open(log, clientId, IsolationLevel.READ_COMMITTED, Map.of());
  }

  /**
   * Reads {@code final-manifests} to its end.
   *
   * @param unreadable told of a record that is none of these, and why
   * @return whether those of before this topic stand there too
   * @throws RuntimeException when Kafka is away
   */
  static boolean readToEnd(
      TopicReader reader,
      LogProperties log,
      Consumer<FinalManifest> use,
      BiConsumer<ConsumerRecord<byte[], byte[]>, UndecodableRecordException> unreadable) {
    AtomicBoolean copied = new AtomicBoolean();
    reader.readToEnd(
        Topics.FINAL_MANIFESTS,
        silence(log),
        record -> {
          try {
            FinalRecordCodec.manifest(record.key(), record.value())
                .ifPresentOrElse(use, () -> copied.set(true));
          } catch (UndecodableRecordException e) {
            unreadable.accept(record, e);
          }
        });
    return copied.get();
  }

  private void copy(TopicReader reader, WrittenPeriods written) {
    Map<FinalPeriod, FinalManifest> found = new LinkedHashMap<>();
    reader.readToEnd(
        Topics.FINAL_STANDINGS,
        silence(log),
        record -> {
          try {
            if (FinalRecordCodec.decode(record.value()) instanceof FinalManifest manifest) {
              found.put(manifest.period(), manifest);
            }
          } catch (UndecodableRecordException e) {
            unreadable(record, e);
          }
        });
    producer.beginTransaction();
    found.forEach(
        (period, manifest) -> {
          var unused =
              producer.send(
                  FinalsTopic.manifestRecord(
                      period.manifestKey(), FinalRecordCodec.encode(manifest)));
        });
    ManifestsCopied marker = new ManifestsCopied(System.currentTimeMillis());
    // One that fails makes the commit fail.
    var unused =
        producer.send(
            FinalsTopic.manifestRecord(ManifestsCopied.key(), FinalRecordCodec.encode(marker)));
    producer.commitTransaction();
    found.values().forEach(written::add);
    LOG.info("{} manifests stand in {} from now on", found.size(), Topics.FINAL_MANIFESTS);
  }

  /** As long as a producer waits. */
  private static Duration silence(LogProperties log) {
    return log.requestTimeout().multipliedBy(2);
  }

  private static void unreadable(
      ConsumerRecord<byte[], byte[]> record, UndecodableRecordException cause) {
    throw new IllegalStateException(
        "%s holds at %d:%d what is no final standing, so that nobody can tell what is written"
            .formatted(record.topic(), record.partition(), record.offset()),
        cause);
  }
}
