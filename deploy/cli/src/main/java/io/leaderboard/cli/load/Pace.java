package io.leaderboard.cli.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When each request should begin, decided before anything is known of how fast they are answered.
 * Whoever is late measures from then, so that a service that stands still for a second is charged
 * with every request that should have come in it. Safe for use by several threads.
 */
final class Pace {
  private final AtomicLong next = new AtomicLong();
  private final double nanosEach;
  private volatile long start;

  /**
   * @param perSecond 0 for no pace: each begins when it can
   */
  Pace(double perSecond) {
    this.nanosEach = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.start = System.nanoTime();
  }

  void begin() {
    start = System.nanoTime();
  }

  /** The number of the next request. */
  long next() {
    return next.getAndIncrement();
  }

  /** When that request should begin, in nanoseconds; now without a pace. */
  long intended(long number) {
    return nanosEach == 0 ? System.nanoTime() : start + (long) (number * nanosEach);
  }

  static void awaitUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
