package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.fill.AppliedPartition;
import io.leaderboard.cassandra.fill.FillLog;
import io.leaderboard.cassandra.fill.FillProperties;
import io.leaderboard.cassandra.fill.FillStatus;
import io.leaderboard.cassandra.fill.RuleFills;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.sweep.Sweep;
import io.leaderboard.events.game.Games;
import io.leaderboard.log.DaemonThreads;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the fills, and sweeps what they leave behind, until the service stops. */
public final class FillWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FillWatch.class);

  private static final long INTERVAL_MILLIS = 100;
  private static final long SHUTDOWN_SECONDS = 10;

  private final RuleFills fills;
  private final Sweep sweep;
  private final ExecutorService passes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("fill-watch"));

  /** Over the tables that {@code store} gives once they are there. */
  public FillWatch(
      Supplier<Store> store,
      Supplier<Collection<AppliedPartition>> owned,
      Supplier<Games> games,
      FillLog log,
      Interruptions interruptions,
      Duration syncMargin,
      FillProperties properties,
      FillStatus status) {
    passes = Executors.newFixedThreadPool(properties.threads(), DaemonThreads.named("fill"));
    fills =
        new RuleFills(
            store,
            owned,
            games,
            log,
            interruptions,
            syncMargin,
            properties,
            passes,
            System::nanoTime,
            status);
    Duration grace = properties.grace().compareTo(syncMargin) > 0 ? properties.grace() : syncMargin;
    sweep =
        new Sweep(
            store,
            games,
            fills.complete(),
            () -> owned.get().stream().anyMatch(each -> each.partition() == 0),
            grace,
            System::nanoTime,
            status);
  }

  /** Begins. Call it once. */
  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdown();
    fills.cancel();
    passes.shutdown();
    try {
      if (!passes.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        passes.shutdownNow();
      }
    } catch (InterruptedException e) {
      passes.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    attempt(fills::look, "what is to be filled");
    attempt(sweep::step, "what is to be swept");
  }

  private static void attempt(Runnable task, String what) {
    try {
      task.run();
    } catch (RuntimeException e) {
      // The loop says that Cassandra is away, as soon as there is something to apply.
      LOG.debug("It cannot be seen now {}; tried again", what, e);
    }
  }
}
