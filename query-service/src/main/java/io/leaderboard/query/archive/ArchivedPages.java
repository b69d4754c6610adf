package io.leaderboard.query.archive;

import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.CassandraUnavailableException;
import io.leaderboard.query.cassandra.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The pages of one archived period, each a partition of its own. Thread-safe. */
final class ArchivedPages {
  private static final Select PAGE =
      new Select(
          "final-page",
          "SELECT rank, user_id, score, reached_at FROM %s.final_standings"
              + " WHERE game_id = ? AND board_id = ? AND period = ? AND page = ?");
  private static final Select ENTRY = new Select("final-entry", PAGE.cql() + " AND ordinal = ?");

  /**
   * An entry.
   *
   * @param score times 10 to the power of the manifest's scale
   * @param reachedAt null where ties are not broken by it
   */
  record ArchivedEntry(long rank, String userId, long score, @Nullable Long reachedAt) {}

  private final CassandraConnection cassandra;
  private final Manifest manifest;

  ArchivedPages(CassandraConnection cassandra, Manifest manifest) {
    this.cassandra = cassandra;
    this.manifest = manifest;
  }

  /**
   * Consecutive entries: all pages are asked for together.
   *
   * @param start 0 or more
   * @param end not more than the manifest's total
   */
  CompletableFuture<List<ArchivedEntry>> between(long start, long end) {
    List<CompletableFuture<List<ArchivedEntry>>> asked = new ArrayList<>();
    long first = start / FinalPage.ENTRIES;
    for (long page = first; page * FinalPage.ENTRIES < end; page++) {
      asked.add(page(page));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<ArchivedEntry> entries = new ArrayList<>();
              asked.forEach(page -> entries.addAll(page.join()));
              int skipped = (int) (start - first * FinalPage.ENTRIES);
              return entries.subList(
                  Math.min(skipped, entries.size()), skipped + (int) (end - start));
            });
  }

  /** All entries of a page. */
  CompletableFuture<List<ArchivedEntry>> page(long page) {
    long expected = Math.min(FinalPage.ENTRIES, manifest.total() - page * FinalPage.ENTRIES);
    return cassandra
        .read(
            PAGE,
            FinalPage.ENTRIES,
            manifest.gameId(),
            manifest.boardId(),
            manifest.period().id(),
            (int) page)
        .thenApply(
            rows -> {
              List<ArchivedEntry> entries = new ArrayList<>(FinalPage.ENTRIES);
              rows.currentPage().forEach(row -> entries.add(of(row)));
              if (entries.size() != expected) {
                throw incomplete();
              }
              return entries;
            });
  }

  /**
   * One entry.
   *
   * @param place how many entries stand before it, less than the manifest's total
   */
  CompletableFuture<ArchivedEntry> entry(long place) {
    return cassandra
        .read(
            ENTRY,
            1,
            manifest.gameId(),
            manifest.boardId(),
            manifest.period().id(),
            (int) (place / FinalPage.ENTRIES),
            (int) (place % FinalPage.ENTRIES))
        .thenApply(
            rows -> {
              Row row = rows.one();
              if (row == null) {
                throw incomplete();
              }
              return of(row);
            });
  }

  /** The manifest is written last: its pages are there, unless they are written anew just now. */
  private CassandraUnavailableException incomplete() {
    return new CassandraUnavailableException(
        "the archive of the period %s is being written anew".formatted(manifest.period().id()));
  }

  private static ArchivedEntry of(Row row) {
    Instant reachedAt = row.getInstant(3);
    return new ArchivedEntry(
        row.getLong(0),
        Objects.requireNonNull(row.getString(1)),
        row.getLong(2),
        reachedAt == null ? null : reachedAt.toEpochMilli());
  }
}
