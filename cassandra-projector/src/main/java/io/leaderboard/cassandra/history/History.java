package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.standing.OutOfRange;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.events.entry.EventEntry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What every user did: writes {@code score_events} and the tables that say where to look in it. */
public final class History {
  private final InsertEvent insertEvent;
  private final InsertMonth insertMonth;
  private final InsertUser insertUser;
  private final MarkOutOfRange markOutOfRange;

  /** Prepares the statements. */
  public History(CqlSession session, String keyspace) {
    insertEvent = new InsertEvent(session, keyspace);
    insertMonth = new InsertMonth(session, keyspace);
    insertUser = new InsertUser(session, keyspace);
    markOutOfRange = new MarkOutOfRange(session, keyspace);
  }

  /**
   * Sends the rows of a batch.
   *
   * @param after events up to this offset, inclusive, are known to be kept and are left out
   * @param known months that need not be written
   * @param isLate whether an event came too late for a board
   * @return to be run when the round has been acknowledged, and only then
   */
  public Runnable send(
      int partition,
      List<EventEntry> events,
      long after,
      KnownMonths known,
      Predicate<EventEntry> isLate,
      Requests.Round round) {
    Set<UserMonth> written = new HashSet<>();
    for (EventEntry entry : events) {
      if (entry.offset() > after) {
        UserMonth place = UserMonth.of(entry.offset(), entry.event());
        if (!known.contains(place) && written.add(place)) {
          round.send(StatementKind.INSERT_MONTH, insertMonth.bind(place, entry.offset()));
          round.send(StatementKind.INSERT_USER, insertUser.bind(place, partition, entry.offset()));
        }
        round.send(
            StatementKind.INSERT_EVENT,
            insertEvent.bind(place, partition, entry, isLate.test(entry)));
      }
    }
    return () -> known.addAll(written);
  }

  /** Sends the marks of events that do not count on some boards, see {@link OutOfRange}. */
  public void sendOutOfRange(
      Map<OutOfRange, ? extends Collection<String>> boards, Requests.Round round) {
    boards.forEach(
        (event, of) -> {
          UserMonth place =
              UserMonth.of(event.gameId(), event.userId(), event.offset(), event.occurredAt());
          round.send(
              StatementKind.MARK_OUT_OF_RANGE,
              markOutOfRange.bind(place, event.offset(), event.occurredAt(), of));
        });
  }
}
