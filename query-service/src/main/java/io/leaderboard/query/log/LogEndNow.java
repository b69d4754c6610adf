package io.leaderboard.query.log;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogAdmin;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogRefusedException;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.SharedQuestion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka where the log ends at this moment, and knows for how long Kafka has not answered.
 *
 * <p>However many ask, one {@linkplain SharedQuestion question} is under way. Thread-safe.
 */
public final class LogEndNow implements AutoCloseable {
  /** Also while nobody asks, so that a Kafka that has gone is noticed. */
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  /** Of silence; then it is asked whether Kafka is away or the topic is. */
  private static final Duration CONFIRM_AFTER = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(LogEndNow.class);

  private final LogView log;
  private final ScheduledExecutorService clock;
  private final LogAdmin admin;
  private final SharedQuestion<Map<Integer, Long>> ends = new SharedQuestion<>(this::put);
  private volatile long answeredAt = System.nanoTime();

  /**
   * @param log nothing is asked before it is open
   */
  public LogEndNow(LogProperties properties, LogView log) {
    this.admin = new LogAdmin(properties, "query-service-end-now");
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
  public CompletableFuture<Map<Integer, Long>> ask() {
    return ends.ask();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    admin.close();
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

  private CompletableFuture<Map<Integer, Long>> put() {
    if (!(log.state() instanceof LogState.Open open)) {
      throw new KafkaException("the log is not open");
    }
    return admin
        .ends(Topics.SCORE_EVENTS, open.settings().partitions())
        .thenApply(
            ends -> {
              answeredAt = System.nanoTime();
              return ends;
            });
  }
}
