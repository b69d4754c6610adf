package io.leaderboard.query.board;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Turns to the archive for periods that Redis no longer holds. It is asked after Redis was, and
 * only where Redis has nothing of a closed period. Thread-safe.
 */
public final class PastPeriods {
  private static final CompletableFuture<Optional<ArchivedBoard>> NOT_NEEDED =
      CompletableFuture.completedFuture(Optional.empty());

  private final Closings closings;
  private final Archive archive;

  PastPeriods(Closings closings, Archive archive) {
    this.closings = closings;
    this.archive = archive;
  }

  /** As {@link #insteadOf(BoardPlace, PeriodState, long)}, where the state is not known yet. */
  public CompletableFuture<Optional<ArchivedBoard>> insteadOf(BoardPlace place, long total) {
    if (total > 0 && place.isWhole()) {
      return NOT_NEEDED;
    }
    return closings
        .through(place)
        .thenCompose(through -> insteadOf(place, PeriodState.of(place.period(), through), total));
  }

  /**
   * What is to be read instead of Redis; empty when Redis has the period, or when nothing is kept
   * of it. Fails when that cannot be told now.
   *
   * @param total entries of the whole board in Redis
   */
  CompletableFuture<Optional<ArchivedBoard>> insteadOf(
      BoardPlace place, PeriodState state, long total) {
    if (state != PeriodState.CLOSED || (total > 0 && place.isWhole())) {
      return NOT_NEEDED;
    }
    if (total == 0) {
      return archive.find(place);
    }
    // Shards leave Redis one after another: what is left of them is not the board.
    return archive
        .find(place)
        .thenApply(found -> found.filter(kept -> kept.total() != total))
        .exceptionally(unknown -> Optional.empty());
  }
}
