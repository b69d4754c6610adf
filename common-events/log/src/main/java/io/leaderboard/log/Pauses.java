package io.leaderboard.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a reading thread pauses after a failure: longer with each one that follows, up to a
 * bound. Logs an outage once when it begins and once when it is over. Thread-safe; threads that
 * fail together share one outage.
 */
public final class Pauses {
  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

  /** Of a failure that belongs to the ordinary course of things, and is nothing to warn of. */
  public interface Ordinary {}

  private final Duration first;
  private final Duration longest;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int failures;
  private long since;
  private boolean refusalLogged;

  /** Begins with {@code first}, and doubles it with each failure up to {@code longest}. */
  public Pauses(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** Ends all pauses, also those to come. */
  public void stop() {
    stopped.countDown();
  }

  /** The outage is over, if there was one. */
  public synchronized void succeeded() {
    if (failures > 0) {
      LOG.info(
          "Goes on after {} failure(s) in {} ms",
          failures,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
      failures = 0;
      refusalLogged = false;
    }
  }

  /** Pauses, unless {@link #stop()} was called. */
  public void failed(RuntimeException failure) {
    long millis = countAndLog(failure);
    try {
      if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.debug("No pause: stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long countAndLog(RuntimeException failure) {
    if (failures == 0) {
      since = System.nanoTime();
    }
    // What follows is mostly the same outage in other words. A refusal is not: people must act.
    if (failures == 0 || (failure instanceof LogRefusedException && !refusalLogged)) {
      refusalLogged = failure instanceof LogRefusedException;
      if (failure instanceof Ordinary) {
        LOG.info("Begins again: {}", failure.getMessage());
      } else {
        LOG.warn("Waits and tries again until it works: {}", failure.toString());
      }
    }
    LOG.debug("Failure {} of this outage", failures + 1, failure);
    long pause = first.toMillis() << Math.min(failures, 20);
    failures++;
    return Math.min(pause, longest.toMillis());
  }
}
