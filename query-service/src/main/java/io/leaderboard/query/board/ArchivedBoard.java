package io.leaderboard.query.board;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The final standings of one period, which do not change any more. Thread-safe. */
public interface ArchivedBoard {
  /** The board under the rules that it was closed by; its keys mean nothing. */
  BoardPlace place();

  /** Entries of the whole board. */
  long total();

  /**
   * Consecutive entries.
   *
   * @param start how many entries stand before the first of them
   * @param limit how many at most
   */
  CompletableFuture<BoardSlice> slice(long start, int limit);

  /**
   * How many entries stand before a place.
   *
   * @param isBefore holds for the first so many entries of the board and for no other
   */
  CompletableFuture<Long> count(Predicate<Row> isBefore);

  /** Where users stand, those that do; in no order. */
  CompletableFuture<List<Placing>> find(List<String> users);
}
