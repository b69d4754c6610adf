package io.leaderboard.query.period;

import io.leaderboard.events.period.Period;
import io.leaderboard.query.board.BoardPlace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the periods are that Redis no longer holds. Thread-safe. */
public interface Archive {
  /** Holds nothing. */
  Archive NONE = (board, before, limit) -> CompletableFuture.completedFuture(List.of());

  /**
   * A period that is kept.
   *
   * @param total entries of the whole board in it
   */
  record Archived(Period period, long total) {}

  /**
   * The periods of a board that are kept, newest first.
   *
   * @param before only those that began before this one; empty for all
   * @param limit how many at most
   */
  CompletableFuture<List<Archived>> periods(BoardPlace board, Optional<Period> before, int limit);
}
