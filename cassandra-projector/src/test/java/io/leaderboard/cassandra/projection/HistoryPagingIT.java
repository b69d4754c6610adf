package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.PartitionBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The history of one user over a century, read page by page as the README tells readers to: with
 * the statements that stand there and a cursor that is nothing but the last event's place.
 */
class HistoryPagingIT {
  private static final long START = Instant.parse("1926-01-01T00:00:00Z").toEpochMilli();
  private static final long END = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int EVENTS = 10_000;

  /** So that the log's offsets reach over eight slices. */
  private static final long OFFSETS_APART = 800;

  private final Seed seed = Seed.fresh();
  private final Random random = seed.random();
  private TestStore store;
  private PreparedStatement selectMonths;
  private PreparedStatement selectEvents;
  private int requests;

  /** An event's place in the history, and the cursor behind it. */
  private record Place(long occurredAt, long offset) {}

  private record Month(int month, List<Integer> slices) {}

  @BeforeEach
  void prepare() {
    System.err.println("History of " + seed);
    store = new TestStore(Duration.ZERO);
    selectMonths =
        store
            .session()
            .prepare(
                "SELECT month, slice FROM "
                    + store.keyspace()
                    + ".score_months"
                    + " WHERE game_id = ? AND user_id = ? AND month <= ? AND month >= ?");
    selectEvents =
        store
            .session()
            .prepare(
                "SELECT occurred_at, log_offset, event_id FROM "
                    + store.keyspace()
                    + ".score_events WHERE game_id = ? AND user_id = ? AND month = ? AND slice = ?"
                    + " AND (occurred_at, log_offset) < (?, ?)"
                    + " AND (occurred_at, log_offset) >= (?, ?) LIMIT ?");
  }

  @AfterEach
  void dropTables() {
    store.close();
  }

  @Tag("long")
  @Test
  void aCenturyThatWasLoggedAsItHappenedIsPagedThrough() {
    List<Place> expected = write(times());

    // In the sparse decades an event is a month of its own; elsewhere a month fills a page.
    double mean = assertPaged(expected, START, END, 50, 50 + 12);
    assertThat(mean).isLessThan(16);
    assertPaged(expected, START, END, 7, 7 + 8);
    assertPaged(expected, START, END, 1_000, 1_000 + 200);
  }

  @Tag("long")
  @Test
  void aCenturyThatWasFilledInInAnyOrderIsPagedThrough() {
    List<Long> times = times();
    Collections.shuffle(times, random);
    List<Place> expected = write(times);

    // Every month may lie in every slice.
    assertPaged(expected, START, END, 50, 50 + 40);
  }

  @Test
  void aStretchOfTimeIsPagedThroughFromItsFirstMillisecondToBeforeItsLast() {
    List<Place> all = write(times());
    for (int i = 0; i < 5; i++) {
      long from = all.get(random.nextInt(all.size())).occurredAt();
      long to = from + random.nextLong(END - from + 1);
      List<Place> expected =
          all.stream().filter(at -> at.occurredAt() >= from && at.occurredAt() < to).toList();
      assertPaged(expected, from, to, 50, 50 + 12);
    }
    assertPaged(List.of(), END, END + 1, 50, 2);
  }

  /**
   * Dense years, decades with an event a year or none, months across whose border somebody played,
   * and moments at which much happened; ascending.
   */
  private List<Long> times() {
    List<Long> times = new ArrayList<>();
    long year = (END - START) / 100;
    for (int y = 0; y < 100; y++) {
      boolean sparse = y >= 20 && y < 50;
      if (sparse && y < 40) {
        times.add(START + y * year + random.nextLong(year));
      }
    }
    long newYear = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 150; i++) {
      times.add(newYear - 75 + i);
      times.add(newYear + 40L * 86_400_000);
    }
    while (times.size() < EVENTS) {
      int y = random.nextInt(100);
      if (y < 20 || y >= 50) {
        times.add(START + y * year + random.nextLong(year));
      }
    }
    Collections.sort(times);
    return times;
  }

  /** Through the projection; the history as it must be shown. */
  private List<Place> write(List<Long> times) {
    CassandraProjection projection = store.projection(() -> Games.NONE);
    projection.resume(List.of(0));
    List<Place> places = new ArrayList<>();
    List<LogEntry> entries = new ArrayList<>();
    for (long at : times) {
      long offset = places.size() * OFFSETS_APART;
      places.add(new Place(at, offset));
      ScoreEvent event =
          new ScoreEvent("e" + offset, "chess", "ann", 1, 0, Map.of(), at, at, null, Map.of());
      entries.add(new EventEntry(offset, event, false, Long.MIN_VALUE));
      if (entries.size() == 1_000 || places.size() == times.size()) {
        projection.apply(List.of(new PartitionBatch(0, List.copyOf(entries), offset)));
        entries.clear();
      }
    }
    places.sort(
        Comparator.comparingLong(Place::occurredAt).thenComparingLong(Place::offset).reversed());
    return places;
  }

  /** Returns the mean number of requests of a page. */
  private double assertPaged(List<Place> expected, long from, long to, int limit, int most) {
    List<Place> read = new ArrayList<>();
    Place cursor = null;
    int pages = 0;
    int worst = 0;
    int total = 0;
    List<Place> page;
    do {
      requests = 0;
      page = page(cursor, from, to, limit);
      read.addAll(page);
      pages++;
      worst = Math.max(worst, requests);
      total += requests;
      if (!page.isEmpty()) {
        cursor = page.get(page.size() - 1);
      }
    } while (page.size() == limit);
    double mean = (double) total / pages;
    System.err.println(
        "%d events in %d pages of %d: %.1f requests a page, at most %d"
            .formatted(read.size(), pages, limit, mean, worst));

    assertThat(read).as("%s", seed).isEqualTo(expected);
    assertThat(worst).as("requests of a page, %s", seed).isLessThanOrEqualTo(most);
    return mean;
  }

  /** A page behind the cursor, newest first; shorter than the limit only at the end. */
  private List<Place> page(@Nullable Place cursor, long from, long to, int limit) {
    // Before the first page: right behind everything that may be shown.
    Place after = cursor == null ? new Place(to, 0) : cursor;
    ResultSet places =
        store
            .session()
            .execute(
                selectMonths
                    .bind("chess", "ann", month(after.occurredAt()), month(from))
                    .setPageSize(limit + 1));
    requests++;
    List<Place> page = new ArrayList<>();
    Months months = new Months(places);
    // Each place but those of the cursor's month holds an event at least: as many places as rows
    // are wanted are enough, and mostly far fewer are needed.
    for (int wave = 4; page.size() < limit; wave *= 2) {
      List<Month> next = months.next(wave);
      if (next.isEmpty()) {
        break;
      }
      for (List<Place> ofMonth : read(next, after, from, limit)) {
        page.addAll(ofMonth);
      }
    }
    return new ArrayList<>(page.subList(0, Math.min(limit, page.size())));
  }

  /** The events of some months, all at once; within a month those of all slices are merged. */
  private List<List<Place>> read(List<Month> months, Place after, long from, int limit) {
    List<List<CompletionStage<AsyncResultSet>>> sent = new ArrayList<>();
    for (Month month : months) {
      List<CompletionStage<AsyncResultSet>> ofMonth = new ArrayList<>();
      for (int slice : month.slices()) {
        ofMonth.add(
            store
                .session()
                .executeAsync(
                    selectEvents
                        .bind(
                            "chess",
                            "ann",
                            month.month(),
                            slice,
                            Instant.ofEpochMilli(after.occurredAt()),
                            after.offset(),
                            Instant.ofEpochMilli(from),
                            0L,
                            limit)
                        .setPageSize(limit)));
        requests++;
      }
      sent.add(ofMonth);
    }
    List<List<Place>> read = new ArrayList<>();
    for (List<CompletionStage<AsyncResultSet>> ofMonth : sent) {
      List<Place> merged = new ArrayList<>();
      for (CompletionStage<AsyncResultSet> slice : ofMonth) {
        for (Row row : slice.toCompletableFuture().join().currentPage()) {
          merged.add(
              new Place(Objects.requireNonNull(row.getInstant(0)).toEpochMilli(), row.getLong(1)));
        }
      }
      merged.sort(
          Comparator.comparingLong(Place::occurredAt).thenComparingLong(Place::offset).reversed());
      read.add(merged);
    }
    return read;
  }

  private static int month(long at) {
    var date = Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC);
    return date.getYear() * 100 + date.getMonthValue();
  }

  /** Months with all their slices, from rows that are sorted by month. */
  private final class Months {
    private final ResultSet rows;
    private final Set<Integer> begun = new HashSet<>();
    private @Nullable Row ahead;

    private Months(ResultSet rows) {
      this.rows = rows;
      this.ahead = one();
    }

    /** Whole months of so many places in all, or a few more. */
    private List<Month> next(int places) {
      List<Month> months = new ArrayList<>();
      int taken = 0;
      while (ahead != null && taken < places) {
        Month month = new Month(ahead.getInt(0), new ArrayList<>());
        assertThat(begun.add(month.month())).isTrue();
        while (ahead != null && ahead.getInt(0) == month.month()) {
          month.slices().add(ahead.getInt(1));
          taken++;
          ahead = one();
        }
        months.add(month);
      }
      return months;
    }

    private @Nullable Row one() {
      if (rows.getAvailableWithoutFetching() == 0 && !rows.isFullyFetched()) {
        requests++;
      }
      return rows.one();
    }
  }
}
