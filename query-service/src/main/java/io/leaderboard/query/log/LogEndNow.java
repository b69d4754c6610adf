package io.leaderboard.query.log;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.TopicOffsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka where the log ends at this moment, and knows for how long Kafka has not answered.
 *
 * <p>However many ask, one question is under way and at most one waits behind it. Thread-safe.
 */
public final class LogEndNow implements AutoCloseable {
  /** Also while nobody asks, so that a Kafka that has gone is noticed. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private final LogProperties properties;
  private final LogView log;
  private final ScheduledExecutorService clock;
  private @Nullable Admin admin;
  private @Nullable CompletableFuture<Map<Integer, Long>> underWay;
  private @Nullable CompletableFuture<Map<Integer, Long>> next;
  private volatile long answeredAt = System.nanoTime();

  /**
   * @param log nothing is asked before it is open
   */
  public LogEndNow(LogProperties properties, LogView log) {
    this.properties = properties;
    this.log = log;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "log-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to notice whether Kafka answers. Call it once. */
  public void start() {
    var unused =
        clock.scheduleWithFixedDelay(this::beat, 0, HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For how long Kafka has not answered; since this service began when it never has. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - answeredAt);
  }

  /**
   * The end of each partition of {@code score-events}, as Kafka answers to a question that is put
   * after this call. Fails when Kafka does not answer within the request timeout.
   */
  public synchronized CompletableFuture<Map<Integer, Long>> ask() {
    if (underWay == null) {
      CompletableFuture<Map<Integer, Long>> asked = new CompletableFuture<>();
      underWay = asked;
      put(asked);
      return asked.copy();
    }
    // What is under way may have been answered before this call: a later question is needed.
    if (next == null) {
      next = new CompletableFuture<>();
    }
    return next.copy();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
    }
  }

  private void beat() {
    if (log.isOpen()) {
      var unused = ask();
    }
  }

  private void put(CompletableFuture<Map<Integer, Long>> asked) {
    try {
      if (!(log.state() instanceof LogState.Open open)) {
        throw new KafkaException("the log is not open");
      }
      TopicOffsets.ends(admin(), Topics.SCORE_EVENTS, open.settings().partitions())
          .toCompletionStage()
          .whenComplete(
              (ends, failure) -> {
                if (failure == null) {
                  answeredAt = System.nanoTime();
                  asked.complete(ends);
                } else {
                  asked.completeExceptionally(failure);
                }
                followUp();
              });
    } catch (KafkaException e) {
      asked.completeExceptionally(e);
      followUp();
    }
  }

  private synchronized void followUp() {
    underWay = next;
    next = null;
    if (underWay != null) {
      put(underWay);
    }
  }

  private synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(properties.clientSettings("query-service-end-now"));
    }
    return admin;
  }
}
