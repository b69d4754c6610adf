package io.leaderboard.redis.generation;

import io.leaderboard.log.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that takes seconds, asked by a thread of its own so that who needs the answer can look
 * after everything else meanwhile. One at a time; after a failure the next waits a moment. Used by
 * one thread.
 */
final class AskedOrigin {
  /**
   * @param origin empty for the log from its start
   */
  record Answer(Optional<Origin> origin) {}

  private static final long PAUSE_NANOS = 2_000_000_000L;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("fill-origin"));
  private @Nullable CompletableFuture<Answer> asked;
  private long failedAt = System.nanoTime() - PAUSE_NANOS;

  /**
   * The answer to a question that was put before, which is put now if it was not.
   *
   * @return empty while there is none yet
   * @throws RuntimeException when it failed; it is put again after a moment
   */
  Optional<Answer> answer(Supplier<Optional<Origin>> question) {
    CompletableFuture<Answer> waiting = asked;
    if (waiting == null) {
      if (System.nanoTime() - failedAt >= PAUSE_NANOS) {
        asked = CompletableFuture.supplyAsync(() -> new Answer(question.get()), thread);
      }
      return Optional.empty();
    }
    if (!waiting.isDone()) {
      return Optional.empty();
    }
    asked = null;
    try {
      return Optional.of(waiting.join());
    } catch (CompletionException e) {
      failedAt = System.nanoTime();
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
