package io.leaderboard.query.archive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.query.board.BoardPlace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What was found out about manifests a moment ago, so that who asks for the same again and again
 * costs Cassandra nothing. One look-up of a period is under way at a time, however many ask.
 * Bounded in entries. Thread-safe.
 */
final class ManifestLookups {
  /** A manifest does not change. */
  private static final Duration FOUND_FOR = Duration.ofMinutes(1);

  /** Of some 300 bytes each. */
  private static final int MOST_KNOWN = 10_000;

  /**
   * @param edition the period may be announced, under other rules, as soon as Redis has another one
   */
  private record Asked(String gameId, String boardId, String period, Edition edition) {}

  private record Answer(CompletableFuture<Optional<Manifest>> found, long askedAt) {
    boolean holds(long now, long notFoundFor) {
      if (!found.isDone() || now - askedAt <= notFoundFor) {
        return true;
      }
      return !found.isCompletedExceptionally() && found.join().isPresent();
    }
  }

  private final long notFoundFor;
  private final Cache<Asked, Answer> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(FOUND_FOR).build();

  /**
   * @param notFoundFor for how long it is remembered that a manifest is not there, or could not be
   *     looked up
   */
  ManifestLookups(Duration notFoundFor) {
    this.notFoundFor = notFoundFor.toNanos();
  }

  /**
   * The manifest of the period of a place, as it was found a moment ago, or as {@code reading}
   * finds it. Fails as that does, also when it failed a moment ago.
   */
  CompletableFuture<Optional<Manifest>> of(
      BoardPlace place, Supplier<CompletableFuture<Optional<Manifest>>> reading) {
    Asked asked =
        new Asked(place.gameId(), place.boardId(), place.period().id(), place.keys().edition());
    long now = System.nanoTime();
    CompletableFuture<Optional<Manifest>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Manifest>> found =
        known
            .asMap()
            .compute(
                asked,
                (key, answer) ->
                    answer != null && answer.holds(now, notFoundFor)
                        ? answer
                        : new Answer(mine, now))
            .found();
    if (found == mine) {
      settle(mine, reading);
    }
    // A copy: whoever gives up waiting must not take it from the others.
    return found.copy();
  }

  private static void settle(
      CompletableFuture<Optional<Manifest>> found,
      Supplier<CompletableFuture<Optional<Manifest>>> reading) {
    CompletableFuture<Optional<Manifest>> read;
    try {
      read = reading.get();
    } catch (RuntimeException e) {
      read = CompletableFuture.failedFuture(e);
    }
    var unused =
        read.whenComplete(
            (manifest, failure) -> {
              if (failure == null) {
                found.complete(manifest);
              } else {
                found.completeExceptionally(failure);
              }
            });
  }
}
