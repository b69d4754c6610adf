package io.leaderboard.redis.poison;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.PoisonRecord;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How much of a record that cannot be decoded is kept, from all of it to its place alone: a record
 * that was just not too large for Kafka is, with the headers that say why and where from. The last
 * form has at most some 2 KB, whatever the record.
 */
enum Letter {
  /** All of it. */
  WHOLE(true, true),
  /** With its key and headers, without its value. */
  WITHOUT_VALUE(false, true),
  /** With its value, without its key and headers. */
  WITHOUT_HEADERS(true, false),
  /** Nothing of its own: only why it cannot be decoded, and where it stands. */
  PLACE_ALONE(false, false);

  private static final int LONGEST_REASON = 500;

  private final boolean hasValue;
  private final boolean hasHeaders;

  Letter(boolean hasValue, boolean hasHeaders) {
    this.hasValue = hasValue;
    this.hasHeaders = hasHeaders;
  }

  /** What is written in this form. */
  ProducerRecord<byte[], byte[]> of(PoisonRecord poison) {
    ConsumerRecord<byte[], byte[]> record = poison.record();
    byte @Nullable [] key = hasHeaders ? record.key() : null;
    byte @Nullable [] value = hasValue ? record.value() : null;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            Topics.SCORE_EVENTS_DLT,
            record.partition(),
            key,
            value,
            hasHeaders ? record.headers() : new RecordHeaders());
    String reason = poison.reason();
    String cut = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    letter
        .headers()
        .remove(DeadLetters.REASON)
        .add(DeadLetters.REASON, cut.getBytes(StandardCharsets.UTF_8))
        .add(DeadLetters.TOPIC, ascii(record.topic()))
        .add(DeadLetters.PARTITION, ascii(record.partition()))
        .add(DeadLetters.OFFSET, ascii(record.offset()));
    if (!hasValue) {
      letter.headers().add(DeadLetters.OMITTED, ascii(Math.max(0, record.serializedValueSize())));
    }
    if (!hasHeaders) {
      long bytes = Math.max(0, record.serializedKeySize()) + size(record.headers());
      letter.headers().add(DeadLetters.OMITTED_HEADERS, ascii(bytes));
    }
    return letter;
  }

  private static long size(Headers headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += header.key().getBytes(StandardCharsets.UTF_8).length;
      bytes += header.value() == null ? 0 : header.value().length;
    }
    return bytes;
  }

  private static byte[] ascii(Object text) {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
