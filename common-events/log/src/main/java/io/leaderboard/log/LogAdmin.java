package io.leaderboard.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks Kafka about its topics, opened when it is first needed: opening fails while
 * Kafka's name does not resolve, and must then be tried again. Thread-safe.
 */
public final class LogAdmin implements AutoCloseable {
  private final LogProperties properties;
  private final String clientId;
  private @Nullable Admin admin;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param clientId names it in Kafka's own logs and metrics
   */
  public LogAdmin(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  /**
   * The client, which belongs to this object.
   *
   * @throws org.apache.kafka.common.KafkaException when it cannot be opened now
   * @throws IllegalStateException when this is closed
   */
  public synchronized Admin get() {
    if (closed) {
      throw new IllegalStateException(clientId + " is closed");
    }
    Admin open = admin;
    if (open == null) {
      open = Admin.create(properties.clientSettings(clientId));
      admin = open;
    }
    return open;
  }

  /** As the other one, whatever transactions are open. */
  public CompletableFuture<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
    return ends(partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * Where partitions end at this moment. Fails when Kafka does not say so in time.
   *
   * @param isolation of whoever is going to read up to there: one that reads what is committed
   *     cannot pass a transaction that is open
   * @throws org.apache.kafka.common.KafkaException when the client cannot be opened now
   */
  public CompletableFuture<Map<TopicPartition, Long>> ends(
      Collection<TopicPartition> partitions, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(each -> asked.put(each, OffsetSpec.latest()));
    // A future of our own: nobody but Kafka's client completes its own, not even a time-out.
    CompletableFuture<Map<TopicPartition, Long>> ends = new CompletableFuture<>();
    var unused =
        get()
            .listOffsets(asked, new ListOffsetsOptions(isolation))
            .all()
            .toCompletionStage()
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    found.forEach((partition, end) -> offsets.put(partition, end.offset()));
                    ends.complete(offsets);
                  } else {
                    ends.completeExceptionally(failure);
                  }
                });
    return ends;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
