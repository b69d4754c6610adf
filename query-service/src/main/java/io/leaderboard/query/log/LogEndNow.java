package io.leaderboard.query.log;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogRefusedException;
import io.leaderboard.log.LogState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka where the log ends at this moment, and knows for how long Kafka has not answered.
 *
 * <p>However many ask, one question is under way and at most one waits behind it. Thread-safe.
 */
public final class LogEndNow implements AutoCloseable {
  /** Also while nobody asks, so that a Kafka that has gone is noticed. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  private static final Duration CONFIRM_AFTER = Duration.ofSeconds(2);

  private static final String CLOSED = "the service ends";

  private static final Logger LOG = LoggerFactory.getLogger(LogEndNow.class);

  private final LogProperties properties;
  private final EventLog log;
  private final ScheduledExecutorService clock;
  private boolean closed;
  private @Nullable Admin admin;
  private @Nullable CompletableFuture<Map<Integer, Long>> underWay;
  private @Nullable CompletableFuture<Map<Integer, Long>> next;
  private volatile long answeredAt = System.nanoTime();

  /**
   * @param log nothing is asked before it is open
   */
  public LogEndNow(LogProperties properties, EventLog log) {
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
    Admin open;
    synchronized (this) {
      closed = true;
      open = admin;
    }
    // Not under the lock: it waits for the thread that answers, which fails all that is under way
    // and takes the lock for it.
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }

  private void beat() {
    if (log.isOpen()) {
      var unused = ask();
      if (silence().compareTo(CONFIRM_AFTER) > 0) {
        confirm();
      }
    }
  }

  /** Whether Kafka is away or the topic is: the log tells which. */
  private void confirm() {
    try {
      log.confirm();
    } catch (LogRefusedException e) {
      LOG.debug("Said by the state of the log: {}", e.reason());
    } catch (RuntimeException e) {
      // A task that throws is never run again.
      LOG.debug("The log cannot be confirmed now: {}", e.getMessage());
    }
  }

  private void put(CompletableFuture<Map<Integer, Long>> asked) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    try {
      if (!(log.state() instanceof LogState.Open open)) {
        throw new KafkaException("the log is not open");
      }
      for (int i = 0; i < open.settings().partitions(); i++) {
        partitions.put(new TopicPartition(Topics.SCORE_EVENTS, i), OffsetSpec.latest());
      }
      admin()
          .listOffsets(partitions)
          .all()
          .toCompletionStage()
          .whenComplete(
              (ends, failure) -> {
                if (failure == null) {
                  answeredAt = System.nanoTime();
                  Map<Integer, Long> byPartition = new HashMap<>();
                  ends.forEach((tp, end) -> byPartition.put(tp.partition(), end.offset()));
                  asked.complete(byPartition);
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

  private void followUp() {
    CompletableFuture<Map<Integer, Long>> dropped;
    synchronized (this) {
      underWay = closed ? null : next;
      dropped = closed ? next : null;
      next = null;
      if (underWay != null) {
        put(underWay);
      }
    }
    if (dropped != null) {
      dropped.completeExceptionally(new KafkaException(CLOSED));
    }
  }

  private synchronized Admin admin() {
    if (closed) {
      throw new KafkaException(CLOSED);
    }
    if (admin == null) {
      admin = Admin.create(properties.clientSettings("query-service-end-now"));
    }
    return admin;
  }
}
