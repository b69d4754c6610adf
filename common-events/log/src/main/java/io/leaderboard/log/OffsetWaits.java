package io.leaderboard.log;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Those who wait until a partition is read up to an offset. One thread reads; all methods are
 * thread-safe.
 */
final class OffsetWaits {
  private record Wait(long end, CompletableFuture<Void> over) {}

  private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
  private volatile long next;

  /**
   * Completes once everything before {@code end} was read: at once when it was already. A future of
   * the caller's own, who may give it a time-out.
   */
  CompletableFuture<Void> until(long end) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Wait wait = new Wait(end, over);
    waits.add(wait);
    // Looked at after it stands there, so that it is completed here or by the thread that reads.
    if (next >= end) {
      over.complete(null);
    }
    return over.whenComplete((nothing, failure) -> waits.remove(wait));
  }

  /**
   * Everything before {@code offset} was read, and what was read of it can be seen.
   *
   * @param offset may be less than before, when reading begins again
   */
  void read(long offset) {
    next = offset;
    for (Wait wait : waits) {
      if (offset >= wait.end()) {
        wait.over().complete(null);
      }
    }
  }

  /** Nothing more will be read. */
  void fail(RuntimeException why) {
    waits.forEach(wait -> wait.over().completeExceptionally(why));
  }
}
