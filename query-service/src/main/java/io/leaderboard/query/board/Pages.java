package io.leaderboard.query.board;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads boards page by page. Thread-safe. */
public final class Pages {
  private final Boards boards;
  private final Slices slices;
  private final Closings closings;

  Pages(Boards boards, Slices slices, Closings closings) {
    this.boards = boards;
    this.slices = slices;
    this.closings = closings;
  }

  /**
   * A page.
   *
   * @param limit how many entries at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  public CompletableFuture<PageRead> read(
      BoardRequest request, int limit, Optional<Cursor> behind) {
    return boards
        .open(request)
        .thenCompose(
            read ->
                closings
                    .through(read.place())
                    .thenCombine(
                        slices.read(read.place(), limit, behind),
                        (through, slice) ->
                            new PageRead(
                                read, slice, PeriodState.of(read.place().period(), through))));
  }
}
