package io.leaderboard.cli.stack;

import io.leaderboard.cli.stack.StackState.ComponentState;
import io.leaderboard.cli.stack.StackState.Condition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One component on its way up. Safe for use by several threads. */
final class Launch {
  private final Component component;
  private final String needs;
  private Condition condition = Condition.WAITING;
  private long startedNanos;
  private long readyNanos;
  private @Nullable ProcessId process;
  private String lastWords = "";

  /**
   * @param needs what it waits for before it is started, in words
   */
  Launch(Component component, String needs) {
    this.component = component;
    this.needs = needs;
  }

  Component component() {
    return component;
  }

  CompletableFuture<Void> after(CompletableFuture<Void> needed, Executor executor) {
    return needed.thenRunAsync(this::start, executor);
  }

  private void start() {
    synchronized (this) {
      condition = Condition.STARTING;
      startedNanos = System.nanoTime();
    }
    component.start();
    synchronized (this) {
      condition = Condition.READY;
      lastWords = component.remark();
      readyNanos = System.nanoTime();
      process = ProcessId.of(component.pid());
    }
  }

  /** Whether it was ready and is gone, found now for the first time. */
  synchronized boolean hasJustDied() {
    if (condition != Condition.READY || component.isAlive()) {
      return false;
    }
    condition = Condition.DIED;
    lastWords = component.lastWords();
    return true;
  }

  /**
   * Starts one that has died again, on a thread of {@code executor}; should that fail it is dead as
   * before, with the reason as its last words.
   */
  CompletableFuture<Void> revive(CompletableFuture<Void> needed, Executor executor) {
    synchronized (this) {
      condition = Condition.STARTING;
      startedNanos = System.nanoTime();
      readyNanos = 0;
      process = null;
      lastWords = "";
    }
    return needed.thenRunAsync(this::startOrDie, executor);
  }

  private void startOrDie() {
    try {
      start();
    } catch (RuntimeException e) {
      synchronized (this) {
        condition = Condition.DIED;
        lastWords = String.valueOf(e.getMessage());
      }
    }
  }

  synchronized boolean is(Condition asked) {
    return condition == asked;
  }

  void stop() {
    component.stop();
    synchronized (this) {
      if (condition != Condition.DIED) {
        condition = Condition.STOPPED;
      }
    }
  }

  synchronized ComponentState state() {
    if (process == null && condition == Condition.STARTING && component.isAlive()) {
      process = ProcessId.of(component.pid());
    }
    long end = readyNanos == 0 ? System.nanoTime() : readyNanos;
    return new ComponentState(
        component.name(),
        List.copyOf(component.ports()),
        process,
        condition,
        startedNanos == 0 ? 0 : (end - startedNanos) / 1_000_000,
        condition == Condition.WAITING ? "waits for " + needs : lastWords,
        component.logFile().toString());
  }
}
