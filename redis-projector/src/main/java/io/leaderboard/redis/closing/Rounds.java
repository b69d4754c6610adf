package io.leaderboard.redis.closing;

import io.leaderboard.log.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does something again and again on one thread of its own, an interval after it was done before. A
 * round that fails is logged once per outage; the next one tries again.
 */
public final class Rounds implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  /** Longer than a round's time-outs, so that one that is at work ends by itself. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(12);

  private final String name;
  private final Duration interval;
  private final Runnable round;
  private @Nullable ScheduledExecutorService thread;
  private boolean failing;

  /**
   * @param name of the thread, and in the log
   */
  public Rounds(String name, Duration interval, Runnable round) {
    this.name = name;
    this.interval = interval;
    this.round = round;
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
    long millis = interval.toMillis();
    var unused = started.scheduleWithFixedDelay(this::run, millis, millis, TimeUnit.MILLISECONDS);
    thread = started;
  }

  /** Returns when the round at work has ended, or when it takes too long. */
  @Override
  public void stop() {
    ScheduledExecutorService stopping;
    synchronized (this) {
      stopping = thread;
      thread = null;
    }
    if (stopping == null) {
      return;
    }
    stopping.shutdown();
    try {
      if (!stopping.awaitTermination(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        stopping.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      round.run();
      if (failing) {
        failing = false;
        LOG.info("The {} goes on", name);
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn("The {} cannot do its work now and tries again: {}", name, e.toString());
      }
      LOG.debug("A round of the {} failed", name, e);
    }
  }
}
