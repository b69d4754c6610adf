package io.leaderboard.query.archive;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.TopicOffsets;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.Select;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.redis.RecentReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Whether all of {@code final-standings} is archived: only then is a period that is neither in
 * Redis nor in the archive one without scores. Thread-safe.
 */
final class ArchiveProgress implements AutoCloseable {
  private static final Select POSITIONS =
      new Select(
          "positions",
          "SELECT partition, applied_offset FROM %s.projection_positions"
              + " WHERE projection = 'archives'");

  /** A period leaves Redis a minute after its manifest was written: such an end includes it. */
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  /** A reader must not wait for a Kafka that is away. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int MAX_PARTITIONS = 4_096;

  private final LateAdmin admin;
  private final RecentReading<Map<Integer, Long>> ends = new RecentReading<>(this::ends);
  private final RecentReading<AppliedPositions> applied;
  private volatile Map<Integer, Long> lastEnds = Map.of();

  ArchiveProgress(LogProperties properties, CassandraConnection cassandra) {
    this.admin = new LateAdmin(properties, "query-service-archives");
    this.applied =
        new RecentReading<>(
            () -> cassandra.read(POSITIONS, MAX_PARTITIONS).thenApply(ArchiveProgress::applied));
  }

  /** Begins to connect, so that the first reader need not wait for it. Call it once. */
  void start() {
    var unused = admin.get();
  }

  /**
   * Whether everything is archived that was written a moment ago; as far as is known while Kafka
   * does not answer.
   */
  CompletableFuture<Boolean> isLevel() {
    return ends.noOlderThan(MAX_AGE)
        .exceptionally(unknown -> lastEnds)
        .thenCompose(
            known -> applied.noOlderThan(MAX_AGE).thenApply(positions -> cover(positions, known)));
  }

  /**
   * Whether everything is archived that was written before this was asked; false when Kafka or
   * Cassandra does not tell.
   */
  CompletableFuture<Boolean> isSurelyLevel() {
    // A question that was under way may be older than this one; the next is not.
    return ends.noOlderThan(Duration.ZERO)
        .thenCompose(older -> ends.noOlderThan(Duration.ZERO))
        .thenCompose(
            known -> applied.noOlderThan(MAX_AGE).thenApply(positions -> cover(positions, known)))
        .exceptionally(unknown -> false);
  }

  private static boolean cover(AppliedPositions positions, Map<Integer, Long> ends) {
    return ends.entrySet().stream().allMatch(end -> positions.next(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    admin.close();
  }

  private CompletableFuture<Map<Integer, Long>> ends() {
    return admin
        .get()
        .thenCompose(
            kafka ->
                topic(kafka)
                    .thenCompose(
                        topic ->
                            TopicOffsets.ends(kafka, topic.name(), topic.partitions().size())
                                .toCompletionStage()))
        .thenApply(
            ends -> {
              lastEnds = ends;
              return ends;
            })
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CompletionStage<TopicDescription> topic(Admin kafka) {
    return Objects.requireNonNull(
            kafka
                .describeTopics(List.of(Topics.FINAL_STANDINGS))
                .topicNameValues()
                .get(Topics.FINAL_STANDINGS))
        .toCompletionStage();
  }

  private static AppliedPositions applied(AsyncResultSet rows) {
    Map<Integer, Long> positions = new HashMap<>();
    rows.currentPage()
        .forEach(
            row -> {
              if (!row.isNull(1)) {
                positions.put(row.getInt(0), row.getLong(1));
              }
            });
    return new AppliedPositions(positions);
  }
}
