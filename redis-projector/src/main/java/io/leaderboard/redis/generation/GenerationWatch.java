package io.leaderboard.redis.generation;

import io.leaderboard.log.DaemonThreads;
import io.leaderboard.redis.connection.RedisRefusals;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at an interval whether a generation is complete or outdated, also while nothing is applied:
 * an empty log too must get a live generation. One thread.
 */
public final class GenerationWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);

  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final GenerationProperties properties;
  private final Runnable whenTargetChanged;
  private final Consumer<Targets> attend;
  private @Nullable ScheduledExecutorService thread;
  private @Nullable String target;
  private volatile @Nullable String waiting;

  /**
   * @param whenTargetChanged run when another generation is to be applied to; must not block
   * @param attend told at every look what is to be applied to and filled
   */
  public GenerationWatch(
      GenerationKeeper keeper,
      FollowedLog log,
      GenerationProperties properties,
      Runnable whenTargetChanged,
      Consumer<Targets> attend) {
    this.keeper = keeper;
    this.log = log;
    this.properties = properties;
    this.whenTargetChanged = whenTargetChanged;
    this.attend = attend;
  }

  /** Why it cannot do its work now, for people. */
  public Optional<String> waiting() {
    return Optional.ofNullable(waiting);
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("generation-watch"));
    long interval = properties.checkInterval().toMillis();
    var unused = started.scheduleWithFixedDelay(this::look, 0, interval, TimeUnit.MILLISECONDS);
    thread = started;
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.shutdownNow();
      thread = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void look() {
    if (!log.isOpen()) {
      return;
    }
    try {
      Targets targets = keeper.check();
      attend.accept(targets);
      String found = targets.signature();
      if (waiting != null) {
        LOG.info("Generations are looked after again");
        waiting = null;
      }
      if (!found.equals(target)) {
        target = found;
        whenTargetChanged.run();
      }
    } catch (RuntimeException e) {
      // Once per outage, whatever its words: some name a time or a number of attempts.
      if (waiting == null) {
        LOG.warn("Generations cannot be looked after now: {}", RedisRefusals.words(e));
      }
      waiting = RedisRefusals.words(e);
    }
  }
}
