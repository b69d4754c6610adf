package io.leaderboard.redis.poison;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.projection.PoisonRecord;
import io.leaderboard.projection.PoisonRecords;
import io.leaderboard.redis.publish.AcknowledgedProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records that cannot be decoded in {@code score-events.dlt}: in the same partition under the
 * same key, the raw value, and headers that say why and where from.
 *
 * <p>On return Kafka holds the records. They are written before the position moves over it, so that
 * a crash in between writes them once more: a reader of the topic tells repeats by {@link #OFFSET}.
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

  /** Header: the count of bytes of a key and headers that were left out for the same reason. */
  public static final String OMITTED_HEADERS = "dlt-omitted-header-bytes";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** As large as whatever Kafka took: whether it takes it again, it says itself. */
  private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;

  private final AcknowledgedProducer producer;
  private final PutAside said = new PutAside();

  /** Connects when the first record comes. */
  public DeadLetters(LogProperties log, String clientId) {
    this.producer = new AcknowledgedProducer(log, clientId, MAX_REQUEST_BYTES);
  }

  @Override
  public void putAll(List<PoisonRecord> records) {
    List<PoisonRecord> left = records;
    for (Letter form : Letter.values()) {
      left = tooLarge(left, form);
    }
    if (!left.isEmpty()) {
      throw new KafkaException(
          "%s takes no record of 2 KB: raise its max.message.bytes"
              .formatted(Topics.SCORE_EVENTS_DLT));
    }
    said.line(records, System.nanoTime()).ifPresent(LOG::warn);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Sends all before it waits for the first, and returns those that are too large in this form. */
  private List<PoisonRecord> tooLarge(List<PoisonRecord> records, Letter form) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (PoisonRecord record : records) {
      sent.add(producer.get().send(form.of(record)));
    }
    List<PoisonRecord> tooLarge = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (!isKept(sent.get(i))) {
        tooLarge.add(records.get(i));
      }
    }
    return tooLarge;
  }

  /** Waits for a letter; false when it is too large. */
  private static boolean isKept(Future<RecordMetadata> sent) {
    try {
      sent.get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while putting a record aside", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return false;
      }
      throw new KafkaException("A record cannot be put aside now: " + e.getMessage(), e);
    }
  }
}
