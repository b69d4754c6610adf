package io.leaderboard.query.history;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.cassandra.Select;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads the history of a user, newest first. {@code score_months} says which months and slices hold
 * events, so that decades without any cost nothing; these are read a few at a time, until what was
 * found is newer than all that is left. Thread-safe.
 */
final class EventPages {
  private static final Select MONTHS =
      new Select(
          "history-months",
          "SELECT month, slice FROM %s.score_months"
              + " WHERE game_id = ? AND user_id = ? AND month <= ? AND month >= ?");
  private static final Select EVENTS =
      new Select(
          "history-events",
          "SELECT "
              + LoggedEvent.COLUMNS
              + " FROM %s.score_events"
              + " WHERE game_id = ? AND user_id = ? AND month = ? AND slice = ?"
              + " AND (occurred_at, log_offset) < (?, ?)"
              + " AND (occurred_at, log_offset) >= (?, ?) LIMIT ?");

  /**
   * Where somebody plays a lot the first slice fills the page; elsewhere more are asked at once.
   */
  private static final int FIRST_WAVE = 4;

  private static final int LARGEST_WAVE = 64;

  /** Rows of all reads of a wave: about 4 MB for a moment, and 12 MB of the largest events. */
  private static final int ROWS_AT_ONCE = 8_192;

  private static final Comparator<LoggedEvent> NEWEST_FIRST =
      Comparator.comparing(LoggedEvent::place).reversed();

  /**
   * What is looked for.
   *
   * @param behind events before this place, not it itself
   * @param from events at this place or behind it
   */
  record Stretch(String gameId, String userId, EventPlace behind, EventPlace from) {}

  private record Slice(int month, int number) {}

  private final CassandraConnection cassandra;

  EventPages(CassandraConnection cassandra) {
    this.cassandra = cassandra;
  }

  /**
   * The newest events of a stretch.
   *
   * @param limit how many at most, 1 to 1,001
   */
  CompletableFuture<List<LoggedEvent>> read(Stretch stretch, int limit) {
    return cassandra.inTime(
        cassandra
            .read(
                MONTHS,
                limit,
                stretch.gameId(),
                stretch.userId(),
                EventPlace.month(stretch.behind().occurredAt()),
                EventPlace.month(stretch.from().occurredAt()))
            .thenCompose(months -> more(stretch, limit, List.of(), months, FIRST_WAVE)));
  }

  /**
   * @param found the newest of the slices that were read, newest first
   * @param months of slices that were not, newest first
   */
  private CompletableFuture<List<LoggedEvent>> more(
      Stretch stretch, int limit, List<LoggedEvent> found, AsyncResultSet months, int wave) {
    Stretch left = found.size() < limit ? stretch : since(stretch, found.get(limit - 1));
    int oldest = EventPlace.month(left.from().occurredAt());
    List<Slice> slices = new ArrayList<>();
    boolean isOver = false;
    for (Row row; slices.size() < wave && !isOver && (row = months.one()) != null; ) {
      isOver = row.getInt(0) < oldest;
      if (!isOver) {
        slices.add(new Slice(row.getInt(0), row.getInt(1)));
      }
    }
    if (slices.isEmpty()) {
      return isOver || !months.hasMorePages()
          ? CompletableFuture.completedFuture(found)
          : cassandra
              .next(MONTHS, months)
              .thenCompose(next -> more(stretch, limit, found, next, wave));
    }
    int nextWave = Math.min(Math.min(LARGEST_WAVE, wave * 2), ROWS_AT_ONCE / limit);
    return read(left, slices, limit)
        .thenCompose(read -> more(stretch, limit, merged(found, read, limit), months, nextWave));
  }

  /** What may still be newer than the last of a full page. */
  private static Stretch since(Stretch stretch, LoggedEvent last) {
    return new Stretch(stretch.gameId(), stretch.userId(), stretch.behind(), last.place());
  }

  private CompletableFuture<List<LoggedEvent>> read(
      Stretch stretch, List<Slice> slices, int limit) {
    List<CompletableFuture<AsyncResultSet>> asked =
        slices.stream().map(slice -> read(stretch, slice, limit)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<LoggedEvent> events = new ArrayList<>();
              asked.forEach(
                  rows ->
                      rows.join().currentPage().forEach(row -> events.add(LoggedEvent.of(row))));
              return events;
            });
  }

  private CompletableFuture<AsyncResultSet> read(Stretch stretch, Slice slice, int limit) {
    return cassandra.read(
        EVENTS,
        limit,
        stretch.gameId(),
        stretch.userId(),
        slice.month(),
        slice.number(),
        Instant.ofEpochMilli(stretch.behind().occurredAt()),
        stretch.behind().offset(),
        Instant.ofEpochMilli(stretch.from().occurredAt()),
        stretch.from().offset(),
        limit);
  }

  private static List<LoggedEvent> merged(
      List<LoggedEvent> found, List<LoggedEvent> read, int limit) {
    List<LoggedEvent> all = new ArrayList<>(found);
    all.addAll(read);
    all.sort(NEWEST_FIRST);
    return all.stream().limit(limit).toList();
  }
}
