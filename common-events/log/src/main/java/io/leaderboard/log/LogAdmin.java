package io.leaderboard.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
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
  public CompletableFuture<Map<Integer, Long>> ends(String topic, int partitions) {
    return ends(topic, partitions, IsolationLevel.READ_UNCOMMITTED);
  }

  /**
   * By partition, where a topic ends at this moment. Fails when Kafka does not say so in time.
   *
   * @param isolation of whoever is going to read up to there: one that reads what is committed
   *     cannot pass a transaction that is open
   * @throws org.apache.kafka.common.KafkaException when the client cannot be opened now
   */
  public CompletableFuture<Map<Integer, Long>> ends(
      String topic, int partitions, IsolationLevel isolation) {
    // A future of our own: nobody but Kafka's client completes its own, not even a time-out.
    CompletableFuture<Map<Integer, Long>> ends = new CompletableFuture<>();
    var unused =
        TopicOffsets.ends(get(), topic, partitions, isolation)
            .toCompletionStage()
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    ends.complete(found);
                  } else {
                    ends.completeExceptionally(failure);
                  }
                });
    return ends;
  }

  @Override
  public void close() {
    Admin open;
    synchronized (this) {
      closed = true;
      open = admin;
    }
    // Not under the lock: it waits for the thread that answers, and who is answered may ask again.
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }
}
