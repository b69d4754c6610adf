package io.leaderboard.query.board;

import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Turns to the archive for closed periods that Redis no longer holds, or holds under other rules
 * than they were announced under: what was announced is shown for ever. It is asked after Redis
 * was. Thread-safe.
 */
public final class PastPeriods {
  private static final CompletableFuture<Optional<ArchivedBoard>> NOT_NEEDED =
      CompletableFuture.completedFuture(Optional.empty());

  private final ClosedThrough closings;
  private final Archive archive;
  private final Announced announced;

  PastPeriods(ClosedThrough closings, Archive archive, Announced announced) {
    this.closings = closings;
    this.archive = archive;
    this.announced = announced;
  }

  /** As {@link #insteadOf(BoardPlace, PeriodState, long)}, where the state is not known yet. */
  public CompletableFuture<Optional<ArchivedBoard>> insteadOf(BoardPlace place, long total) {
    if (!place.isFormer()
        && total > 0
        && place.isWhole()
        && announced.of(place) == Announced.Rules.ALIKE) {
      return NOT_NEEDED;
    }
    return closings.state(place).thenCompose(state -> insteadOf(place, state, total));
  }

  /**
   * What is to be read instead of Redis; empty when Redis has the period as it was announced, or
   * when nothing is kept of it. Fails when that cannot be told now.
   *
   * @param total entries of the whole board in Redis
   */
  CompletableFuture<Optional<ArchivedBoard>> insteadOf(
      BoardPlace place, PeriodState state, long total) {
    if (place.isFormer()) {
      return archive
          .find(place)
          .thenApply(found -> Optional.of(found.orElseThrow(() -> unknown(place))));
    }
    if (mayDiffer(place, state)) {
      // Empty is surely not announced: then it is as Redis has it.
      return archive.find(place);
    }
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

  /** The state of a period that Redis is read for. */
  public CompletableFuture<PeriodState> state(BoardPlace place) {
    return closings.state(place).thenCompose(state -> settled(place, state));
  }

  /**
   * {@code state}, or that the period is archived where it is closed and its final standings can be
   * read.
   */
  CompletableFuture<PeriodState> settled(BoardPlace place, PeriodState state) {
    return state == PeriodState.CLOSED
        ? archive.isKept(place).thenApply(kept -> kept ? PeriodState.ARCHIVED : state)
        : CompletableFuture.completedFuture(state);
  }

  /** Whether periods of a board may be kept that are not on its calendar. */
  public boolean mayHaveFormer(BoardPlace place) {
    return announced.mayHaveAny(place);
  }

  private static InvalidFieldException unknown(BoardPlace place) {
    return BoardProblems.unknownPeriod(place.board(), place.period().id());
  }

  /**
   * Whether what Redis has of a period may be something else than what was announced. So also of
   * one that is open, under rules by which it was not closed.
   */
  public boolean mayDiffer(BoardPlace place, PeriodState state) {
    return switch (announced.of(place)) {
      case ALIKE -> false;
      case PERHAPS_OTHERS -> true;
      case UNKNOWN -> state == PeriodState.CLOSED;
    };
  }
}
