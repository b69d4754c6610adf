package io.leaderboard.query.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question that many ask: kept while it is young enough, and asked again by one
 * of them at a time. Nothing is asked while nobody wants to know. Thread-safe.
 */
public final class RecentReading<T> {
  private record Answer<T>(CompletableFuture<T> value, long askedAt) {}

  private final Supplier<CompletableFuture<T>> question;
  private @Nullable Answer<T> latest;

  /**
   * @param question asks; must not block
   */
  public RecentReading(Supplier<CompletableFuture<T>> question) {
    this.question = question;
  }

  /**
   * The answer to a question that was asked at most {@code age} ago, or is under way. A failure is
   * never kept.
   */
  public CompletableFuture<T> noOlderThan(Duration age) {
    CompletableFuture<T> value;
    synchronized (this) {
      Answer<T> known = latest;
      if (known == null || isOver(known, age)) {
        known = new Answer<>(question.get(), System.nanoTime());
        latest = known;
      }
      value = known.value();
    }
    // A copy: whoever gives up waiting must not take the answer from the others.
    return value.isDone() ? value : value.copy();
  }

  private static <T> boolean isOver(Answer<T> known, Duration age) {
    CompletableFuture<T> value = known.value();
    return value.isCompletedExceptionally()
        || (value.isDone() && System.nanoTime() - known.askedAt() > age.toNanos());
  }
}
