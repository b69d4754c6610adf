package io.leaderboard.query.board;

import io.leaderboard.query.freshness.Fresh;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads boards page by page. Thread-safe. */
final class Pages {
  private final Boards boards;
  private final BoardPageScript script;

  Pages(Boards boards, BoardPageScript script) {
    this.boards = boards;
    this.script = script;
  }

  /**
   * A page.
   *
   * @param limit how many entries at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  CompletableFuture<Fresh<Page>> read(BoardRequest request, int limit, Optional<Cursor> behind) {
    return boards
        .open(request)
        .thenCompose(
            read ->
                script
                    .read(read.place().sortedSet(), limit, behind)
                    .thenApply(
                        slice -> new Fresh<>(Page.of(read.place(), slice), read.freshness())));
  }
}
