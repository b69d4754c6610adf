package io.leaderboard.query.board;

import io.leaderboard.query.board.BoardPageScript.ShardPage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads consecutive entries of a board: of one shard as they stand at one moment, of several by
 * merging what each has at its own. Thread-safe.
 */
public final class Slices {
  private final BoardPageScript script = new BoardPageScript();

  /**
   * The entries behind a cursor.
   *
   * @param limit how many at most, 1 to 1,000
   * @param behind where to begin; empty for the first
   */
  public CompletableFuture<BoardSlice> read(BoardPlace place, int limit, Optional<Cursor> behind) {
    behind.ifPresent(cursor -> cursor.requireOf(place.ties()));
    List<CompletableFuture<ShardPage>> shards =
        place.shards().stream()
            .map(
                shard -> script.read(shard.reads(), shard.sortedSet(), place.ties(), limit, behind))
            .toList();
    if (shards.size() == 1) {
      return shards.get(0).thenApply(page -> merged(List.of(page), limit, behind));
    }
    return CompletableFuture.allOf(shards.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> merged(shards.stream().map(CompletableFuture::join).toList(), limit, behind));
  }

  private static BoardSlice merged(List<ShardPage> pages, int limit, Optional<Cursor> behind) {
    List<Row> rows =
        pages.size() == 1
            ? pages.get(0).rows()
            : pages.stream()
                .flatMap(page -> page.rows().stream())
                .sorted(Row.ORDER)
                .limit(limit)
                .toList();
    long start = pages.stream().mapToLong(ShardPage::start).sum();
    // Nobody stands between the cursor and the first: better than that are all before the page, or
    // when it equals the cursor, those better than the cursor.
    boolean amongEquals =
        !rows.isEmpty()
            && behind.isPresent()
            && behind.get().row().sortKey() == rows.get(0).sortKey();
    long better = amongEquals ? pages.stream().mapToLong(ShardPage::better).sum() : start;
    return new BoardSlice(pages.stream().mapToLong(ShardPage::total).sum(), start, better, rows);
  }
}
