package io.leaderboard.cassandra.archive;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether {@code final-standings} is there, and which one. */
final class ArchiveTopic implements AutoCloseable {
  private final Admin admin;

  ArchiveTopic(LogProperties properties) {
    this.admin = Admin.create(properties.clientSettings("cassandra-projector-archives-topic"));
  }

  /**
   * The topic's id, empty when there is no such topic.
   *
   * @throws KafkaException when Kafka cannot tell now
   */
  Optional<String> id() throws InterruptedException {
    try {
      return Optional.of(
          Objects.requireNonNull(
                  admin
                      .describeTopics(List.of(Topics.FINAL_STANDINGS))
                      .topicNameValues()
                      .get(Topics.FINAL_STANDINGS))
              .get()
              .topicId()
              .toString());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new KafkaException("Kafka cannot tell about " + Topics.FINAL_STANDINGS, e.getCause());
    }
  }

  @Override
  public void close() {
    // What is under way is nobody's any more; waiting for a Kafka that is away would hold the end
    // up.
    admin.close(Duration.ZERO);
  }
}
