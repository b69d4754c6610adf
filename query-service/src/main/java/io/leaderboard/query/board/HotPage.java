package io.leaderboard.query.board;

import io.leaderboard.query.failure.Failure;
import io.leaderboard.query.redis.RedisUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One page that many ask for: read by one of them at a time, and kept. While Redis is away, the
 * last known is answered. Thread-safe.
 */
final class HotPage {
  /**
   * A read that takes longer hangs: who has a last known page does not wait for the timeout. In
   * nanoseconds.
   */
  private static final long PATIENCE = 100_000_000;

  /** What it takes while no page is known: itself, what was asked for and who waits. */
  private static final long EMPTY_BYTES = 1_024;

  /** How somebody came by a page. */
  enum Outcome {
    /** It was there, or being read for somebody else. */
    HIT,
    /** It was read. */
    MISS,
    /** Redis is away, and this is the last known. */
    STALE
  }

  /** A page and how somebody came by it. */
  record Answer(ShownPage page, Outcome outcome) {}

  private record Known(ShownPage page, long askedAt) {}

  private record Question(CompletableFuture<ShownPage> page, long askedAt) {}

  private final Supplier<CompletableFuture<ShownPage>> reading;
  private final long maxAge;
  private final long staleFor;
  private @Nullable Known known;
  private @Nullable Question underWay;

  /**
   * @param reading reads the page; must not block, and may throw
   */
  HotPage(Supplier<CompletableFuture<ShownPage>> reading, PagesProperties properties) {
    this.reading = reading;
    this.maxAge = properties.maxAge().toNanos();
    this.staleFor = properties.staleFor().toNanos();
  }

  /** The page; fails as the reading does when nothing is known that may be shown instead. */
  CompletableFuture<Answer> read() {
    Question question;
    Outcome outcome = Outcome.HIT;
    synchronized (this) {
      long now = System.nanoTime();
      if (known != null && now - known.askedAt() <= maxAge) {
        return CompletableFuture.completedFuture(new Answer(known.page(), Outcome.HIT));
      }
      if (underWay == null) {
        underWay = new Question(new CompletableFuture<>(), now);
        outcome = Outcome.MISS;
      } else if (now - underWay.askedAt() > PATIENCE && known != null && isShown(known, now)) {
        return CompletableFuture.completedFuture(new Answer(known.page(), Outcome.STALE));
      }
      question = underWay;
    }
    if (outcome == Outcome.MISS) {
      ask(question);
    }
    Outcome found = outcome;
    return question
        .page()
        .thenApply(page -> new Answer(page, found))
        .exceptionallyCompose(this::lastKnown);
  }

  /** What the page takes that is known, in bytes. */
  synchronized long bytes() {
    return EMPTY_BYTES + (known == null ? 0 : known.page().bytes());
  }

  /** Whether it was ever read. */
  synchronized boolean isKnown() {
    return known != null;
  }

  private void ask(Question question) {
    CompletableFuture<ShownPage> read;
    try {
      read = reading.get();
    } catch (RuntimeException e) {
      read = CompletableFuture.failedFuture(e);
    }
    var unused =
        read.whenComplete(
            (page, failure) -> {
              settle(question, page);
              if (failure == null) {
                question.page().complete(page);
              } else {
                question.page().completeExceptionally(failure);
              }
            });
  }

  private synchronized void settle(Question question, @Nullable ShownPage page) {
    underWay = null;
    if (page != null) {
      known = new Known(page, question.askedAt());
    }
  }

  private CompletableFuture<Answer> lastKnown(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    synchronized (this) {
      if (cause instanceof RedisUnavailableException
          && known != null
          && isShown(known, System.nanoTime())) {
        return CompletableFuture.completedFuture(new Answer(known.page(), Outcome.STALE));
      }
    }
    return CompletableFuture.failedFuture(cause);
  }

  private boolean isShown(Known page, long now) {
    return now - page.askedAt() <= staleFor;
  }
}
