package io.leaderboard.log;

import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code score-events} ends, asked from Kafka itself at an interval, so that a projector that
 * is dead shows as a growing lag and not as none; now and then, and when an end went back, also
 * {@linkplain LogView#confirm which topic it is}. One thread asks; all methods are thread-safe.
 */
public final class LogEnds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogEnds.class);

  /** An hour of samples at the default interval, thinned out below. */
  private static final int MAX_SAMPLES = 2_000;

  /** Also while there is no end to be had: the topic may be gone. */
  private static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(2);

  private record Sample(long at, long end) {}

  private final LogProperties properties;
  private final String clientId;
  private final LogView log;
  private final Map<Integer, Deque<Sample>> samples = new HashMap<>();
  private final Thread thread;
  private long confirmedAt = System.nanoTime();
  private volatile boolean closed;

  /**
   * @param log asked for the count of partitions; nothing is asked from Kafka before it is open
   * @param clientId names the service in Kafka's own logs and metrics
   */
  public LogEnds(LogProperties properties, LogView log, String clientId) {
    this.properties = properties;
    this.log = log;
    this.clientId = clientId;
    this.thread = new Thread(this::run, clientId + "-ends");
    thread.setDaemon(true);
  }

  /** Begins to ask. Call it once. */
  public void start() {
    thread.start();
  }

  /** The offset that the next record of a partition will get; empty before the first answer. */
  public synchronized OptionalLong end(int partition) {
    Deque<Sample> known = samples.get(partition);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.getLast().end());
  }

  /**
   * For how long, in milliseconds, the log has held a record of {@code partition} that a projection
   * has not applied: 0 when it is level, empty before the first answer. At least; when the record
   * is older than what this service remembers, it is the time since it began to.
   *
   * @param next the offset of the first record that is not applied
   */
  public synchronized OptionalLong lagMillis(int partition, long next) {
    Deque<Sample> known = samples.get(partition);
    if (known == null) {
      return OptionalLong.empty();
    }
    // Ends only grow, and projections are near the end: the latest samples tell the most.
    long since = 0;
    for (var each = known.descendingIterator(); each.hasNext(); ) {
      Sample sample = each.next();
      if (sample.end() <= next) {
        break;
      }
      since = sample.at();
    }
    return OptionalLong.of(since == 0 ? 0 : Math.max(1, System.currentTimeMillis() - since));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try (LogAdmin admin = new LogAdmin(properties, clientId + "-ends")) {
      while (!closed) {
        if (log.state() instanceof LogState.Open open) {
          ask(admin, open.settings().partitions());
        }
        Thread.sleep(properties.endsInterval().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(LogAdmin admin, int partitions) throws InterruptedException {
    try {
      Map<Integer, Long> ends =
          TopicOffsets.ends(admin.get(), Topics.SCORE_EVENTS, partitions).get();
      long now = System.currentTimeMillis();
      boolean wentBack = false;
      for (Map.Entry<Integer, Long> each : ends.entrySet()) {
        int partition = each.getKey();
        long end = each.getValue();
        wentBack |= end < end(partition).orElse(0);
        remember(partition, new Sample(now, end));
      }
      confirm(wentBack);
    } catch (ExecutionException | KafkaException e) {
      LOG.debug("The end of the log is not known now: {}", e.getMessage());
      confirm(false);
    }
  }

  /**
   * A topic that was made anew while nothing was fetched from it, and is longer than the former one
   * by then, looks to a consumer like more of the same.
   */
  private void confirm(boolean suspected) {
    long now = System.nanoTime();
    if (suspected || now - confirmedAt >= CONFIRM_INTERVAL.toNanos()) {
      confirmedAt = now;
      try {
        log.confirm();
      } catch (LogRefusedException e) {
        LOG.debug("Said by the state of the log: {}", e.reason());
      } catch (KafkaException e) {
        LOG.debug("The log cannot be confirmed now: {}", e.getMessage());
      }
    }
  }

  private synchronized void remember(int partition, Sample sample) {
    Deque<Sample> known = samples.computeIfAbsent(partition, p -> new ArrayDeque<>());
    // Only moves of the end matter: a quiet partition keeps a single sample.
    if (known.isEmpty() || known.getLast().end() != sample.end()) {
      known.addLast(sample);
    }
    if (known.size() > MAX_SAMPLES) {
      thinOut(known);
    }
  }

  /** Drops every other one: the answer gets coarser by as much, and stays within bounds. */
  private static void thinOut(Deque<Sample> known) {
    boolean drop = false;
    Sample last = known.getLast();
    for (var each = known.iterator(); each.hasNext(); ) {
      Sample sample = each.next();
      if (drop && !sample.equals(last)) {
        each.remove();
      }
      drop = !drop;
    }
  }
}
