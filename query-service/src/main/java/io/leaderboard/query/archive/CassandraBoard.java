package io.leaderboard.query.archive;

import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.query.archive.ArchivedPages.ArchivedEntry;
import io.leaderboard.query.board.ArchivedBoard;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.cassandra.CassandraConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One archived period. A place among its entries is found by binary search over the first entries
 * of the pages: 14 reads of one row for a million entries. Thread-safe.
 */
final class CassandraBoard implements ArchivedBoard {
  private final CassandraConnection cassandra;
  private final Manifest manifest;
  private final BoardPlace place;
  private final ArchivedPages pages;
  private final FinalRanks ranks;

  CassandraBoard(CassandraConnection cassandra, Manifest manifest, BoardPlace place) {
    this.cassandra = cassandra;
    this.manifest = manifest;
    this.place = place;
    this.pages = new ArchivedPages(cassandra, manifest);
    this.ranks = new FinalRanks(cassandra);
  }

  @Override
  public BoardPlace place() {
    return place;
  }

  @Override
  public long total() {
    return manifest.total();
  }

  @Override
  public CompletableFuture<BoardSlice> slice(long start, int limit) {
    long end = Math.min(manifest.total(), start + limit);
    if (start >= end) {
      return CompletableFuture.completedFuture(
          new BoardSlice(manifest.total(), start, start, List.of()));
    }
    return cassandra.inTime(
        pages
            .between(start, end)
            .thenApply(
                entries ->
                    new BoardSlice(
                        manifest.total(),
                        start,
                        entries.get(0).rank() - 1,
                        entries.stream().map(this::row).toList())));
  }

  @Override
  public CompletableFuture<Long> count(Predicate<Row> isBefore) {
    return cassandra.inTime(count(isBefore, 0, manifest.pages()));
  }

  @Override
  public CompletableFuture<List<Placing>> find(List<String> users) {
    List<CompletableFuture<Optional<Placing>>> asked = users.stream().map(this::find).toList();
    return cassandra.inTime(
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
            .thenApply(
                done -> {
                  List<Placing> found = new ArrayList<>();
                  asked.forEach(each -> each.join().ifPresent(found::add));
                  return found;
                }));
  }

  /**
   * @param low pages before this one begin with an entry that is before the place
   * @param high this page and those behind it do not
   */
  private CompletableFuture<Long> count(Predicate<Row> isBefore, int low, int high) {
    if (low == high) {
      return low == 0
          ? CompletableFuture.completedFuture(0L)
          : pages
              .page(low - 1)
              .thenApply(
                  entries ->
                      (low - 1L) * FinalPage.ENTRIES
                          + entries.stream().map(this::row).takeWhile(isBefore).count());
    }
    int middle = (low + high) >>> 1;
    return pages
        .entry((long) middle * FinalPage.ENTRIES)
        .thenCompose(
            first ->
                isBefore.test(row(first))
                    ? count(isBefore, middle + 1, high)
                    : count(isBefore, low, middle));
  }

  private CompletableFuture<Optional<Placing>> find(String userId) {
    return ranks
        .of(manifest, userId)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              long ahead = found.get().rank() - 1;
              if (place.ties() != Ties.EARLIEST) {
                Row row = row(found.get().score(), userId, null);
                return CompletableFuture.completedFuture(Optional.of(new Placing(row, ahead)));
              }
              // Ranks are places there, and the entry has the time.
              return pages
                  .entry(ahead)
                  .thenApply(entry -> Optional.of(new Placing(row(entry), ahead)));
            });
  }

  private Row row(ArchivedEntry entry) {
    Long reachedAt = place.ties() == Ties.EARLIEST ? entry.reachedAt() : null;
    return row(
        entry.score(), entry.userId(), reachedAt == null ? null : SortableTime.encode(reachedAt));
  }

  private Row row(long score, String userId, @Nullable String time) {
    return new Row(userId, place.rules().sortKey(score), time);
  }
}
