package io.leaderboard.query.status;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.query.archive.LateAdmin;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.redis.RecentReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A projector whose store this service does not read: what its group committed to Kafka after it
 * was applied. It may be a moment behind what the store holds, never ahead. Thread-safe.
 */
final class CommittedProjector implements Projector, AutoCloseable {
  private static final Duration MAX_AGE = Duration.ofMillis(200);

  /** The status must not wait for a Kafka that is away. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LateAdmin admin;
  private final String name;
  private final RecentReading<AppliedPositions> recent = new RecentReading<>(this::ask);

  /**
   * @param name of the service, which is also that of its consumer group
   */
  CommittedProjector(LogProperties properties, String name) {
    this.admin = new LateAdmin(properties, "query-service-committed");
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<AppliedPositions> positions() {
    return recent.noOlderThan(MAX_AGE);
  }

  @Override
  public void close() {
    admin.close();
  }

  private CompletableFuture<AppliedPositions> ask() {
    return admin
        .get()
        .thenCompose(
            kafka ->
                kafka
                    .listConsumerGroupOffsets(name)
                    .partitionsToOffsetAndMetadata()
                    .toCompletionStage())
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(CommittedProjector::applied)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    new PositionsUnknownException("Kafka does not say what was committed")));
  }

  private static AppliedPositions applied(Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<Integer, Long> applied = new HashMap<>();
    committed.forEach(
        (partition, next) -> {
          // The committed offset is that of the next record; null and 0 stand for none.
          if (partition.topic().equals(Topics.SCORE_EVENTS) && next != null && next.offset() > 0) {
            applied.put(partition.partition(), next.offset() - 1);
          }
        });
    return new AppliedPositions(applied);
  }
}
