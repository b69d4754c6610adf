package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.score.ScoreEvent;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the log said from the history: of a game, by slice and user. What an event does to
 * boards follows from it as it does from the log.
 */
public final class HistoryReads {
  /** An event's id matters to nothing but duplicates, and those are marked. */
  private static final String SOME_ID = "history";

  private final PreparedStatement selectUsers;
  private final PreparedStatement selectEvents;

  /** Prepares the statements. */
  public HistoryReads(CqlSession session, String keyspace) {
    selectUsers =
        prepare(
            session,
            "SELECT user_id, month FROM %s.game_users"
                + " WHERE game_id = ? AND log_partition = ? AND slice = ?",
            keyspace);
    selectEvents =
        prepare(
            session,
            "SELECT occurred_at, log_offset, score, scale, metrics, duplicate, closed_through"
                + " FROM %s.score_events"
                + " WHERE game_id = ? AND user_id = ? AND month = ? AND slice = ?",
            keyspace);
  }

  /** The slice of an offset. */
  public static int slice(long offset) {
    return UserMonth.slice(offset);
  }

  /** The last offset of a slice. */
  public static long lastOf(int slice) {
    return (slice + 1) * UserMonth.OFFSETS_PER_SLICE - 1;
  }

  /** The users with events of a game in a slice and their months, ordered by user. */
  public UserPages users(String gameId, int partition, int slice) {
    return new UserPages(selectUsers.bind(gameId, partition, slice));
  }

  /** The events of a user in a month and slice, not in the log's order. */
  public BoundStatement events(String gameId, String userId, int month, int slice) {
    return selectEvents.bind(gameId, userId, month, slice);
  }

  /** The offset of a row of {@link #events}. */
  public static long offset(Row row) {
    return row.getLong(1);
  }

  /**
   * A row of {@link #events}; null when it was written before rows said what was closed.
   *
   * @param gameId shared by all of them, as is the user's, so that they take little room
   */
  public static @Nullable EventEntry entry(Row row, String gameId, String userId) {
    if (row.isNull(6)) {
      return null;
    }
    Map<String, Long> metrics = row.getMap(4, String.class, Long.class);
    return new EventEntry(
        row.getLong(1),
        new ScoreEvent(
            SOME_ID,
            gameId,
            userId,
            row.getLong(2),
            row.getInt(3),
            metrics == null || metrics.isEmpty() ? Map.of() : metrics,
            Objects.requireNonNull(row.getInstant(0)).toEpochMilli(),
            0,
            null,
            Map.of()),
        row.getBoolean(5),
        row.getLong(6));
  }

  private static PreparedStatement prepare(CqlSession session, String cql, String keyspace) {
    return session.prepare(
        SimpleStatement.newInstance(cql.formatted(keyspace)).setIdempotent(true));
  }
}
