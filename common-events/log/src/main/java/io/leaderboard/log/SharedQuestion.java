package io.leaderboard.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that many ask at a time: one is under way and at most one waits behind it, however
 * many ask. Whoever asks gets the answer to a question that is put after asking. Thread-safe.
 *
 * @param <T> the answer
 */
public final class SharedQuestion<T> {
  private final Supplier<CompletableFuture<T>> question;
  private @Nullable CompletableFuture<T> underWay;
  private @Nullable CompletableFuture<T> next;

  /**
   * A question that nobody has put yet.
   *
   * @param question puts it; must not block, and may throw
   */
  public SharedQuestion(Supplier<CompletableFuture<T>> question) {
    this.question = question;
  }

  /** The answer to a question that is put after this call. */
  public synchronized CompletableFuture<T> ask() {
    if (underWay == null) {
      CompletableFuture<T> asked = new CompletableFuture<>();
      underWay = asked;
      put(asked);
      return asked.copy();
    }
    // What is under way may have been answered before this call: a later question is needed.
    if (next == null) {
      next = new CompletableFuture<>();
    }
    return next.copy();
  }

  private void put(CompletableFuture<T> asked) {
    CompletableFuture<T> answer;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              followUp();
              if (failure == null) {
                asked.complete(value);
              } else {
                asked.completeExceptionally(failure);
              }
            });
  }

  private synchronized void followUp() {
    underWay = next;
    next = null;
    if (underWay != null) {
      put(underWay);
    }
  }
}
