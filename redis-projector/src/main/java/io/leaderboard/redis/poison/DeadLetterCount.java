package io.leaderboard.redis.poison;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogAdmin;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.TopicOffsets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records lie in {@code score-events.dlt}, asked from Kafka every few seconds by a thread
 * of its own, so that what an earlier process put aside shows too.
 */
public final class DeadLetterCount implements MeterBinder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCount.class);
  private static final long INTERVAL_MILLIS = 5_000;

  private final LogProperties properties;
  private final LogView log;
  private final String clientId;
  private final Thread thread;
  private volatile double count = Double.NaN;

  /** Asks nothing before {@code log} is open. */
  public DeadLetterCount(LogProperties properties, LogView log, String clientId) {
    this.properties = properties;
    this.log = log;
    this.clientId = clientId;
    this.thread = new Thread(this::run, clientId);
    thread.setDaemon(true);
  }

  /** Begins to ask. Call it once. */
  public void start() {
    thread.start();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("leaderboard.dead.letters", this, self -> self.count)
        .description("Records in score-events.dlt; NaN before Kafka has said")
        .baseUnit("records")
        .register(registry);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try (LogAdmin admin = new LogAdmin(properties, clientId)) {
      while (true) {
        if (log.state() instanceof LogState.Open open) {
          ask(admin, open.settings().partitions());
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(LogAdmin late, int partitions) throws InterruptedException {
    try {
      Admin admin = late.get();
      count =
          sum(TopicOffsets.ends(admin, Topics.SCORE_EVENTS_DLT, partitions).get())
              - sum(TopicOffsets.starts(admin, Topics.SCORE_EVENTS_DLT, partitions).get());
    } catch (ExecutionException | KafkaException e) {
      LOG.debug("The dead letters cannot be counted now: {}", e.getMessage());
    }
  }

  private static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
