package io.leaderboard.query.board;

import io.leaderboard.events.period.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the periods are that Redis no longer holds. Thread-safe. */
public interface Archive {
  /** The order of lists: those that ended last come first. */
  Comparator<Period> NEWEST_FIRST =
      Comparator.comparingLong(Period::end).reversed().thenComparing(Period::id);

  /**
   * A period that is kept.
   *
   * @param total entries of the whole board in it
   */
  record Archived(Period period, long total) {}

  /**
   * The periods of a board that are kept, {@linkplain #NEWEST_FIRST newest first}, those among them
   * that are not on its calendar any more.
   *
   * @param before only those that follow this one; empty for all
   * @param limit how many at most
   */
  CompletableFuture<List<Archived>> periods(BoardPlace board, Optional<Period> before, int limit);

  /**
   * Whether every period is kept whose final standings were written before this was asked; false
   * when that cannot be told. What is read from here afterwards then lacks none of them.
   */
  CompletableFuture<Boolean> isLevel();

  /**
   * Whether the final standings of the period of {@code place} can be read here, which a moment ago
   * may not have been so. Never fails, and does not wait for long: false when that cannot be told.
   */
  CompletableFuture<Boolean> isKept(BoardPlace place);

  /**
   * The final standings of the period of {@code place}; empty when they are not kept. That they are
   * not, or cannot be read, is remembered for some seconds.
   */
  CompletableFuture<Optional<ArchivedBoard>> find(BoardPlace place);
}
