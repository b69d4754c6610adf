package io.leaderboard.cassandra.statement;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests asynchronously, never more than a bound of them at a time: who sends faster than
 * Cassandra answers waits. While Cassandra is overloaded the bound is lower. Thread-safe.
 */
public final class Requests {
  private final CqlSession session;
  private final AdaptivePermits permits;
  private final RequestTimers timers;

  /**
   * @param bound most requests under way, of all rounds together
   */
  public Requests(CqlSession session, int bound, RequestTimers timers) {
    this.session = session;
    this.permits = new AdaptivePermits(bound);
    this.timers = timers;
  }

  /** Begins a round of requests that are waited for together. */
  public Round round() {
    return new Round();
  }

  /** Requests that are waited for together. Sent by one thread, and to be awaited by it. */
  public final class Round {
    private int underWay;
    private int begun;
    private @Nullable RequestFailedException failure;

    private Round() {}

    /**
     * Sends a write. Waits while the bound is reached.
     *
     * @throws RequestFailedException when an earlier one of this round has failed; then nothing of
     *     the round is under way any more
     */
    public void send(StatementKind kind, Statement<?> statement) {
      send(kind, statement, rows -> {});
    }

    /**
     * Sends a read. Waits while the bound is reached.
     *
     * @param answer called with the first page on a thread of the driver, before {@link #await}
     *     returns; must not block
     * @throws RequestFailedException when an earlier one of this round has failed; then nothing of
     *     the round is under way any more
     */
    public void send(StatementKind kind, Statement<?> statement, Consumer<AsyncResultSet> answer) {
      acquire();
      if (begin()) {
        long sent = System.nanoTime();
        try {
          var unused =
              session
                  .executeAsync(statement)
                  .whenComplete((rows, thrown) -> answered(kind, sent, rows, thrown, answer));
        } catch (RuntimeException e) {
          answered(kind, sent, null, e, answer);
        }
      } else {
        permits.release();
        await();
      }
    }

    /**
     * Returns when every request of the round has been acknowledged.
     *
     * @throws RequestFailedException when one was not; the others were waited for all the same
     */
    public synchronized void await() {
      try {
        while (underWay > 0) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Cassandra was at work", e);
      }
      if (failure != null) {
        throw failure;
      }
      permits.roundSucceeded(begun);
      begun = 0;
    }

    private void answered(
        StatementKind kind,
        long sent,
        @Nullable AsyncResultSet rows,
        @Nullable Throwable thrown,
        Consumer<AsyncResultSet> answer) {
      permits.release();
      Throwable failed = thrown;
      if (rows != null) {
        try {
          answer.accept(rows);
        } catch (RuntimeException e) {
          failed = e;
        }
      }
      timers.record(kind, failed == null, System.nanoTime() - sent);
      end(kind, failed);
    }

    private synchronized boolean begin() {
      if (failure != null) {
        return false;
      }
      underWay++;
      begun++;
      return true;
    }

    private synchronized void end(StatementKind kind, @Nullable Throwable failed) {
      underWay--;
      if (failed != null && failure == null) {
        Throwable cause =
            failed instanceof CompletionException && failed.getCause() != null
                ? failed.getCause()
                : failed;
        failure = new RequestFailedException(kind, cause);
        if (AdaptivePermits.isOverload(cause)) {
          permits.roundOverloaded();
        }
      }
      if (underWay == 0) {
        notifyAll();
      }
    }
  }

  private void acquire() {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Cassandra was at work", e);
    }
  }
}
