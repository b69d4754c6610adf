package io.leaderboard.log;

import org.apache.kafka.common.KafkaException;

/** Kafka answers, and a topic of the log is not there. */
public final class MissingTopicException extends KafkaException {
  private static final long serialVersionUID = 1L;

  MissingTopicException(String topic, Throwable cause) {
    // Kafka's own words name no topic.
    super(
        ("The topic %s is not there: restore it from a backup, or empty both stores and restart the"
                + " services, which begin a new log (OPERATIONS.md, 'Kafka')")
            .formatted(topic),
        cause);
  }
}
