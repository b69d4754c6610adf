package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshRead;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads boards page by page, from Redis or from the archive. Thread-safe. */
public final class Pages {
  private final Boards boards;
  private final Slices slices;
  private final ClosedThrough closings;
  private final PastPeriods past;

  Pages(Boards boards, Slices slices, ClosedThrough closings, PastPeriods past) {
    this.boards = boards;
    this.slices = slices;
    this.closings = closings;
    this.past = past;
  }

  /**
   * A page. A cursor of a period goes on when the period has been archived meanwhile.
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
                live(read, limit, behind)
                    .thenCompose(
                        page ->
                            past.insteadOf(read.place(), page.state(), page.slice().total())
                                .thenCompose(
                                    kept ->
                                        kept.isPresent()
                                            ? archived(read, kept.get(), limit, behind)
                                            : settled(page.requireCursor(behind)))));
  }

  private CompletableFuture<PageRead> live(
      FreshRead<BoardPlace> read, int limit, Optional<Cursor> behind) {
    BoardPlace place = read.place();
    // One of another order is of an archive from before the rules were changed, or is refused.
    Optional<Cursor> fitting = behind.filter(cursor -> cursor.isOf(place.ties()));
    return closings
        .state(place)
        .thenCombine(
            slices.read(place, limit, fitting), (state, slice) -> new PageRead(read, slice, state));
  }

  private CompletableFuture<PageRead> settled(PageRead page) {
    return past.settled(page.read().place(), page.state()).thenApply(page::in);
  }

  private static CompletableFuture<PageRead> archived(
      FreshRead<BoardPlace> read, ArchivedBoard board, int limit, Optional<Cursor> behind) {
    FreshRead<BoardPlace> kept = new FreshRead<>(board.place(), read.freshness(), read.applied());
    behind.ifPresent(cursor -> cursor.requireOf(board.place().ties()));
    return behind
        .map(cursor -> board.count(row -> Row.ORDER.compare(row, cursor.row()) <= 0))
        .orElse(CompletableFuture.completedFuture(0L))
        .thenCompose(start -> board.slice(start, limit))
        .thenApply(slice -> new PageRead(kept, slice, PeriodState.ARCHIVED));
  }
}
