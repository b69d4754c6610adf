package io.leaderboard.query.archive;

import io.leaderboard.log.LogProperties;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks Kafka about its topics, opened when it is first needed. Opening one looks up
 * names and loads classes, a tenth of a second and more: a thread of its own does it, so that no
 * reader's event loop stands still. What could not be opened is tried again. Thread-safe.
 */
public final class LateAdmin implements AutoCloseable {
  private final LogProperties properties;
  private final String clientId;
  private @Nullable CompletableFuture<Admin> admin;
  private boolean closed;

  /** Opens nothing yet. */
  public LateAdmin(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  /**
   * The client; does not block. Fails when it cannot be opened, as with names that do not exist.
   */
  public synchronized CompletableFuture<Admin> get() {
    if (closed) {
      return CompletableFuture.failedFuture(new KafkaException(clientId + " is closed"));
    }
    CompletableFuture<Admin> known = admin;
    if (known == null || known.isCompletedExceptionally()) {
      CompletableFuture<Admin> opening = new CompletableFuture<>();
      Thread thread = new Thread(() -> open(opening), clientId + "-opening");
      thread.setDaemon(true);
      thread.start();
      known = opening;
      admin = opening;
    }
    // A copy: whoever gives up waiting must not take it from the others.
    return known.isDone() ? known : known.copy();
  }

  @Override
  public void close() {
    CompletableFuture<Admin> known;
    synchronized (this) {
      closed = true;
      known = admin;
    }
    if (known != null) {
      var unused = known.thenAccept(open -> open.close(Duration.ZERO));
    }
  }

  private void open(CompletableFuture<Admin> opening) {
    try {
      opening.complete(Admin.create(properties.clientSettings(clientId)));
    } catch (RuntimeException e) {
      opening.completeExceptionally(e);
    }
  }
}
