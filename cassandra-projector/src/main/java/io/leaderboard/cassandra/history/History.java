package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.projection.LogEntry;
import io.leaderboard.projection.PartitionBatch;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What every user did: writes the rows of {@code score_events} and {@code score_months}. */
public final class History {
  private final InsertEvent insertEvent;
  private final InsertMonth insertMonth;

  /** Prepares the statements. */
  public History(CqlSession session, String keyspace) {
    insertEvent = new InsertEvent(session, keyspace);
    insertMonth = new InsertMonth(session, keyspace);
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
      PartitionBatch batch,
      long after,
      KnownMonths known,
      Predicate<LogEntry> isLate,
      Requests.Round round) {
    Set<UserMonth> written = new HashSet<>();
    for (LogEntry entry : batch.entries()) {
      if (entry.offset() > after) {
        UserMonth place = UserMonth.of(entry.offset(), entry.event());
        if (!known.contains(place) && written.add(place)) {
          round.send(StatementKind.INSERT_MONTH, insertMonth.bind(place, entry.offset()));
        }
        round.send(
            StatementKind.INSERT_EVENT,
            insertEvent.bind(place, batch.partition(), entry, isLate.test(entry)));
      }
    }
    return () -> known.addAll(written);
  }
}
