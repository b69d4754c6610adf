package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.log.DaemonThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every partition resumed when Cassandra was interrupted, also those where no new records come:
 * what they lost would otherwise be missing until one comes. And has what became certain confirmed
 * where none come.
 */
public final class StoreWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private static final long INTERVAL_MILLIS = 250;

  private final Interruptions interruptions;
  private final Runnable resumeAll;
  private final Runnable confirm;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cassandra-watch"));
  private long interruptionsSeen;

  /**
   * @param resumeAll has every partition ask the store again where to resume
   * @param confirm confirms what has become certain while no records come; fails while Cassandra is
   *     away
   */
  public StoreWatch(Interruptions interruptions, Runnable resumeAll, Runnable confirm) {
    this.interruptions = interruptions;
    this.resumeAll = resumeAll;
    this.confirm = confirm;
  }

  /** Begins to watch. Call it once. */
  public void start() {
    interruptionsSeen = interruptions.count();
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void look() {
    long interrupted = interruptions.count();
    if (interrupted != interruptionsSeen) {
      LOG.debug("All partitions resume: interruption {} after {}", interrupted, interruptionsSeen);
      try {
        resumeAll.run();
        interruptionsSeen = interrupted;
      } catch (RuntimeException e) {
        LOG.warn("The partitions could not be told to resume; tried again", e);
      }
    }
    try {
      confirm.run();
    } catch (RuntimeException e) {
      // The loop says that Cassandra is away, as soon as there is something to apply.
      LOG.debug("What is certain cannot be confirmed now; tried again", e);
    }
  }
}
