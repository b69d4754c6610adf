package io.leaderboard.redis.poison;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.projection.PoisonRecords;
import io.leaderboard.redis.publish.AcknowledgedProducer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be decoded in {@code score-events.dlt}: in the same partition under the
 * same key, the raw value, and headers that say why and where from.
 *
 * <p>On return Kafka holds the record. It is written before the position moves over it, so that a
 * crash in between writes it once more: a reader of the topic tells repeats by {@link #OFFSET}.
 * Thread-safe.
 */
public final class DeadLetters implements PoisonRecords, AutoCloseable {
  /** Header: why the record cannot be decoded. */
  public static final String REASON = "dlt-reason";

  /** Header: the topic it stands in. */
  public static final String TOPIC = "dlt-topic";

  /** Header: its partition there, as a decimal number. */
  public static final String PARTITION = "dlt-partition";

  /** Header: its offset there, as a decimal number. */
  public static final String OFFSET = "dlt-offset";

  /**
   * Header: the count of bytes of a value that was left out, because it and the headers are too
   * large for a record; it still stands where it came from.
   */
  public static final String OMITTED = "dlt-omitted-bytes";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private static final int LONGEST_REASON = 500;

  /** As large as whatever Kafka took: whether it takes it again, it says itself. */
  private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;

  private final AcknowledgedProducer producer;

  /** Connects when the first record comes. */
  public DeadLetters(LogProperties log, String clientId) {
    this.producer = new AcknowledgedProducer(log, clientId, MAX_REQUEST_BYTES);
  }

  @Override
  public void put(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.warn(
        "{}-{}@{} cannot be decoded and goes to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        Topics.SCORE_EVENTS_DLT,
        reason);
    try {
      send(letter(record, record.value(), reason));
    } catch (RecordTooLargeException e) {
      ProducerRecord<byte[], byte[]> letter = letter(record, null, reason);
      letter.headers().add(OMITTED, ascii(Integer.toString(record.serializedValueSize())));
      send(letter);
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private void send(ProducerRecord<byte[], byte[]> letter) {
    try {
      producer.get().send(letter).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while putting a record aside", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException tooLarge) {
        throw tooLarge;
      }
      throw new KafkaException("A record cannot be put aside now: " + e.getMessage(), e);
    }
  }

  private static ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, String reason) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            Topics.SCORE_EVENTS_DLT, record.partition(), record.key(), value, record.headers());
    letter
        .headers()
        .remove(REASON)
        .add(
            REASON,
            reason
                .substring(0, Math.min(reason.length(), LONGEST_REASON))
                .getBytes(StandardCharsets.UTF_8))
        .add(TOPIC, ascii(record.topic()))
        .add(PARTITION, ascii(Integer.toString(record.partition())))
        .add(OFFSET, ascii(Long.toString(record.offset())));
    return letter;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
