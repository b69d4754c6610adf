package io.leaderboard.cassandra.statement;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.util.concurrent.Semaphore;

/**
 * How many requests may be under way: half as many after a round that met an overload, and slowly
 * more again with requests that succeed. Without it a Cassandra that refuses what is more than it
 * can take would refuse every batch again. Thread-safe.
 */
final class AdaptivePermits {
  /** Never less than this part of the bound. */
  private static final int LEAST_PART = 32;

  /** One more is tried after so many successes: about a batch, so that not each meets a refusal. */
  private static final int SUCCESSES_PER_STEP = 2_000;

  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    private Permits(int permits) {
      super(permits);
    }

    private void reduce(int reduction) {
      reducePermits(reduction);
    }
  }

  private final int bound;
  private final Permits permits;
  private int allowed;
  private int successes;

  /**
   * @param bound never more than this
   */
  AdaptivePermits(int bound) {
    this.bound = bound;
    this.permits = new Permits(bound);
    this.allowed = bound;
  }

  /** Whether a failure says that there was too much to do, not that something was wrong. */
  static boolean isOverload(Throwable failure) {
    return failure instanceof OverloadedException
        || failure instanceof DriverTimeoutException
        || failure instanceof WriteTimeoutException
        || failure instanceof ReadTimeoutException;
  }

  void acquire() throws InterruptedException {
    permits.acquire();
  }

  void release() {
    permits.release();
  }

  /** How many may be under way now. */
  synchronized int allowed() {
    return allowed;
  }

  synchronized void roundOverloaded() {
    int next = Math.max(Math.max(1, bound / LEAST_PART), allowed / 2);
    // May leave less than none for now: what is under way comes back first.
    permits.reduce(allowed - next);
    allowed = next;
    successes = 0;
  }

  synchronized void roundSucceeded(int requests) {
    successes = allowed == bound ? 0 : successes + requests;
    while (successes >= SUCCESSES_PER_STEP && allowed < bound) {
      successes -= SUCCESSES_PER_STEP;
      allowed++;
      permits.release();
    }
  }
}
