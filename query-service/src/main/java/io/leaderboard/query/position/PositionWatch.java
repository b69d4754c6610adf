package io.leaderboard.query.position;

import io.leaderboard.events.topic.Position;
import io.leaderboard.query.redis.RecentReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The positions of one bucket. However many wait for a position, Redis is asked once per poll
 * interval, and not at all while nobody waits or asks. Thread-safe.
 */
public final class PositionWatch {
  private record Waiter(Collection<Position> positions, CompletableFuture<Boolean> reached) {}

  private final Supplier<CompletableFuture<AppliedPositions>> question;
  private final RecentReading<AppliedPositions> recent;
  private final ScheduledExecutorService clock;
  private final Duration pollInterval;
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean polling;

  PositionWatch(
      Supplier<CompletableFuture<AppliedPositions>> question,
      ScheduledExecutorService clock,
      Duration pollInterval) {
    this.question = question;
    this.recent = new RecentReading<>(question);
    this.clock = clock;
    this.pollInterval = pollInterval;
  }

  /** The positions, at most {@code age} old. */
  public CompletableFuture<AppliedPositions> noOlderThan(Duration age) {
    return recent.noOlderThan(age);
  }

  /**
   * Waits until {@code positions} are applied.
   *
   * @return true as soon as they are, false when they are not within {@code atMost}; fails when
   *     Redis does
   */
  public CompletableFuture<Boolean> reached(Collection<Position> positions, Duration atMost) {
    Waiter waiter = new Waiter(positions, new CompletableFuture<>());
    boolean first;
    synchronized (this) {
      waiters.add(waiter);
      first = !polling;
      polling = true;
    }
    waiter.reached().completeOnTimeout(false, atMost.toNanos(), TimeUnit.NANOSECONDS);
    if (first) {
      poll();
    }
    return waiter.reached();
  }

  private void poll() {
    var unused =
        question
            .get()
            .whenComplete(
                (positions, failure) -> {
                  settled(positions, failure).forEach(Runnable::run);
                  pollAgain();
                });
  }

  /** Takes out who need not wait any longer; they are told outside of the lock. */
  private synchronized List<Runnable> settled(
      @Nullable AppliedPositions positions, @Nullable Throwable failure) {
    List<Runnable> answers = new ArrayList<>();
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (positions == null) {
        Throwable cause = failure == null ? new IllegalStateException("no answer") : failure;
        answers.add(() -> waiter.reached().completeExceptionally(cause));
      } else if (positions.cover(waiter.positions())) {
        answers.add(() -> waiter.reached().complete(true));
      } else if (!waiter.reached().isDone()) {
        continue;
      }
      each.remove();
    }
    return answers;
  }

  private synchronized void pollAgain() {
    polling = !waiters.isEmpty();
    if (polling) {
      var unused = clock.schedule(this::poll, pollInterval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
