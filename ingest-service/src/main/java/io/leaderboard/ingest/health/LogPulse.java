package io.leaderboard.ingest.health;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.log.LogRefusedException;
import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at Kafka from time to time: keeps the producer ready to send without waiting, and knows
 * whether Kafka answers even when nobody sends scores. Thread-safe.
 */
final class LogPulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogPulse.class);

  private static final Duration INTERVAL = Duration.ofMillis(250);

  private static final Duration ASK_INTERVAL = Duration.ofSeconds(1);

  /** How soon it shows that the topics are other ones, or have other partitions. */
  private static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(1);

  /** How long ago Kafka may have answered last. */
  static final Duration ALIVE = Duration.ofSeconds(3);

  private static final List<String> TOPICS =
      List.of(Topics.SCORE_EVENTS, Topics.GAMES, Topics.USERS);

  private final LogView log;
  private final LogProducer producer;
  private final ScheduledExecutorService executor =
      // Two threads: confirming waits for Kafka, and preparing the producer must not.
      Executors.newScheduledThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "ingest-pulse");
            thread.setDaemon(true);
            return thread;
          });
  private long askedAt = System.nanoTime() - ASK_INTERVAL.toNanos();
  private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
  private volatile boolean producerReady;
  private volatile long answeredAt = System.nanoTime() - ALIVE.toNanos();

  LogPulse(LogView log, LogProducer producer) {
    this.log = log;
    this.producer = producer;
  }

  /** Begins to look. Call it once. */
  void start() {
    // Both end with the executor.
    Future<?> unusedBeats =
        executor.scheduleWithFixedDelay(this::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    long every = CONFIRM_INTERVAL.toMillis();
    Future<?> unusedConfirms =
        executor.scheduleWithFixedDelay(this::confirm, every, every, TimeUnit.MILLISECONDS);
  }

  /** Whether Kafka has answered lately. */
  boolean isAlive() {
    return System.nanoTime() - answeredAt < ALIVE.toNanos();
  }

  /** Whether the producer can send without waiting. */
  boolean isProducerReady() {
    return producerReady;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void confirm() {
    try {
      log.confirm();
    } catch (LogRefusedException e) {
      LOG.debug("Said by the state of the log: {}", e.reason());
    } catch (RuntimeException e) {
      LOG.debug("The log cannot be confirmed now: {}", e.getMessage());
    }
  }

  private void beat() {
    try {
      if (!log.isOpen()) {
        return;
      }
      producerReady = producer.prepare(TOPICS);
      // One question at a time: while Kafka is away it is answered late.
      if (asked.isDone() && System.nanoTime() - askedAt >= ASK_INTERVAL.toNanos()) {
        askedAt = System.nanoTime();
        asked = log.readToEnd().thenRun(() -> answeredAt = System.nanoTime());
      }
    } catch (RuntimeException e) {
      // A task that throws is never run again.
      LOG.warn("Looking at Kafka failed", e);
    }
  }
}
