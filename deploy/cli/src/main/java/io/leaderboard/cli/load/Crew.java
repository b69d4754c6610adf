package io.leaderboard.cli.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that work until they are done or told to stop; the first failure stops all. */
final class Crew {
  /** What a thread does. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException, IOException;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure;
  private volatile boolean stopped;

  /**
   * @param failure shared by all crews of a run
   */
  Crew(AtomicReference<@Nullable Throwable> failure) {
    this.failure = failure;
  }

  void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  boolean isStopped() {
    return stopped || failure.get() != null;
  }

  boolean isDone() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Has them stop and waits until they have. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
