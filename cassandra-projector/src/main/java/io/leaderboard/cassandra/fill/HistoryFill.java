package io.leaderboard.cassandra.fill;

import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.history.HistoryReads;
import io.leaderboard.cassandra.history.UserPages;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.cassandra.statement.PagedReads;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.events.entry.EventEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Folds the history of games in place of a log that has lost its start. Slice by slice of the log,
 * user by user, each one's events in the log's order; which were duplicates and what was closed
 * before them stands in their rows. Of different users nothing depends on the other, and so it does
 * not matter that their events are folded one user after the other.
 *
 * <p>In memory are {@value #EVENTS_AT_ONCE} events at most, twice that for a moment. Belongs to the
 * fill's thread.
 */
final class HistoryFill {
  /** About 10 MB. Of one user as many offsets are looked at in one go if he has more. */
  private static final int EVENTS_AT_ONCE = 1 << 16;

  /** Reads of one wave: one for each month of a user. */
  private static final int MONTHS_AT_ONCE = 64;

  /** So many rows are written in one go. */
  private static final int ROWS_AT_ONCE = 2_000;

  /** A user's months in one slice. */
  private record UserMonths(String userId, List<Integer> months) {}

  private record Stretch(long from, long to) {}

  private final int partition;
  private final FillWriter writer;
  private final HistoryReads history;
  private final BooleanSupplier ended;

  HistoryFill(int partition, FillWriter writer, BooleanSupplier ended) {
    this.partition = partition;
    this.writer = writer;
    this.history = writer.store().historyReads();
    this.ended = ended;
  }

  /**
   * Brings a game through one slice.
   *
   * @param through the last offset that is looked at: everything up to it is in the history
   * @throws FillRefusedException when the history does not say what it takes
   */
  void fill(FillingGame game, int slice, long through) {
    long last = Math.min(through, HistoryReads.lastOf(slice));
    if (game.next() > last) {
      return;
    }
    Stretch stretch = new Stretch(game.next(), last);
    UserPages pages = history.users(game.gameId(), partition, slice);
    Map<String, List<Integer>> waiting = new LinkedHashMap<>();
    int months = 0;
    while (pages.hasNext() && !ended.getAsBoolean()) {
      for (UserPages.Month month : pages.next(writer.requests())) {
        if (months >= MONTHS_AT_ONCE && !waiting.containsKey(month.userId())) {
          fold(game, slice, stretch, users(waiting));
          waiting.clear();
          months = 0;
        }
        waiting.computeIfAbsent(month.userId(), id -> new ArrayList<>()).add(month.month());
        months++;
      }
    }
    fold(game, slice, stretch, users(waiting));
    if (!ended.getAsBoolean()) {
      game.filledBefore(last + 1);
    }
  }

  private void fold(FillingGame game, int slice, Stretch stretch, List<UserMonths> users) {
    Map<String, List<EventEntry>> events = new LinkedHashMap<>();
    if (read(game, slice, stretch, users, events)) {
      write(game, events);
    } else if (users.size() > 1) {
      for (UserMonths user : users) {
        fold(game, slice, stretch, List.of(user));
      }
    } else {
      // His months are read several times over, but never more is kept than fits: an offset holds
      // one event.
      for (long from = stretch.from(); from <= stretch.to(); from += EVENTS_AT_ONCE) {
        long to = Math.min(stretch.to(), from + EVENTS_AT_ONCE - 1);
        events.clear();
        read(game, slice, new Stretch(from, to), users, events);
        write(game, events);
      }
    }
  }

  /**
   * @return false when there are too many to be kept
   */
  private boolean read(
      FillingGame game,
      int slice,
      Stretch stretch,
      List<UserMonths> users,
      Map<String, List<EventEntry>> events) {
    AtomicInteger kept = new AtomicInteger();
    AtomicBoolean lacks = new AtomicBoolean();
    PagedReads reads = new PagedReads(StatementKind.SELECT_EVENTS);
    for (UserMonths user : users) {
      List<EventEntry> ofUser = new ArrayList<>();
      events.put(user.userId(), ofUser);
      for (int month : user.months()) {
        reads.add(
            history.events(game.gameId(), user.userId(), month, slice),
            row -> keep(row, game, user.userId(), stretch, ofUser, kept, lacks));
      }
    }
    reads.run(writer.requests());
    if (lacks.get()) {
      throw new FillRefusedException(
          "The history of %s has rows that do not say what was closed before them: they are of an"
                  .formatted(game.gameId())
              + " earlier version of the tables. Let a new keyspace be filled from a whole log.");
    }
    return kept.get() <= EVENTS_AT_ONCE;
  }

  private static void keep(
      Row row,
      FillingGame game,
      String userId,
      Stretch stretch,
      List<EventEntry> ofUser,
      AtomicInteger kept,
      AtomicBoolean lacks) {
    long offset = HistoryReads.offset(row);
    if (offset < stretch.from()
        || offset > stretch.to()
        || kept.incrementAndGet() > EVENTS_AT_ONCE) {
      return;
    }
    EventEntry entry = HistoryReads.entry(row, game.gameId(), userId);
    if (entry == null) {
      lacks.set(true);
      return;
    }
    // Reads of several months of one user come on different threads.
    synchronized (ofUser) {
      ofUser.add(entry);
    }
  }

  private void write(FillingGame game, Map<String, List<EventEntry>> events) {
    StandingsFold fold = writer.fold();
    for (List<EventEntry> ofUser : events.values()) {
      ofUser.sort(Comparator.comparingLong(EventEntry::offset));
      for (EventEntry entry : ofUser) {
        fold.add(partition, entry, game.rules());
        if (fold.rows() >= ROWS_AT_ONCE) {
          writer.write(fold);
          fold = writer.fold();
        }
      }
    }
    writer.write(fold);
  }

  private static List<UserMonths> users(Map<String, List<Integer>> months) {
    return months.entrySet().stream()
        .map(user -> new UserMonths(user.getKey(), List.copyOf(user.getValue())))
        .toList();
  }
}
