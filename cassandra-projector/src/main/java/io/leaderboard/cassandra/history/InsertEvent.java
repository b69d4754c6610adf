package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.score.ScoreEvent;
import java.time.Instant;

/**
 * Writes an event into {@code score_events}. Writing it again writes the same: what the row says
 * follows from the log (and whether it is late, from the rules too), and so does its timestamp, the
 * offset + 1. A deletion with the time of day as its timestamp is therefore not undone by a replay.
 */
final class InsertEvent {
  private static final int GAME_ID = 0;
  private static final int USER_ID = 1;
  private static final int MONTH = 2;
  private static final int SLICE = 3;
  private static final int OCCURRED_AT = 4;
  private static final int LOG_OFFSET = 5;
  private static final int LOG_PARTITION = 6;
  private static final int EVENT_ID = 7;
  private static final int SCORE = 8;
  private static final int SCALE = 9;
  private static final int ACCEPTED_AT = 10;
  private static final int METRICS = 11;
  private static final int MATCH_ID = 12;
  private static final int METADATA = 13;
  private static final int DUPLICATE = 14;
  private static final int LATE = 15;
  private static final int CLOSED_THROUGH = 16;
  private static final int TIMESTAMP = 17;

  private final PreparedStatement prepared;

  InsertEvent(CqlSession session, String keyspace) {
    prepared =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.score_events (game_id, user_id, month, slice, occurred_at,"
                            + " log_offset, log_partition, event_id, score, scale, accepted_at,"
                            + " metrics, match_id, metadata, duplicate, late, closed_through)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /** What the event lacks stays unset: a null would write a tombstone. */
  Statement<?> bind(UserMonth place, int partition, EventEntry entry, boolean late) {
    ScoreEvent event = entry.event();
    BoundStatementBuilder row =
        prepared
            .boundStatementBuilder()
            .setString(GAME_ID, place.gameId())
            .setString(USER_ID, place.userId())
            .setInt(MONTH, place.month())
            .setInt(SLICE, place.slice())
            .setInstant(OCCURRED_AT, Instant.ofEpochMilli(event.occurredAt()))
            .setLong(LOG_OFFSET, entry.offset())
            .setInt(LOG_PARTITION, partition)
            .setString(EVENT_ID, event.eventId())
            .setLong(SCORE, event.score())
            .setInt(SCALE, event.scale())
            .setInstant(ACCEPTED_AT, Instant.ofEpochMilli(event.acceptedAt()))
            .setLong(CLOSED_THROUGH, entry.closedThrough())
            .setLong(TIMESTAMP, entry.offset() + 1);
    if (!event.metrics().isEmpty()) {
      row = row.setMap(METRICS, event.metrics(), String.class, Long.class);
    }
    String matchId = event.matchId();
    if (matchId != null) {
      row = row.setString(MATCH_ID, matchId);
    }
    if (!event.metadata().isEmpty()) {
      row = row.setMap(METADATA, event.metadata(), String.class, String.class);
    }
    if (entry.duplicate()) {
      row = row.setBoolean(DUPLICATE, true);
    }
    if (late) {
      row = row.setBoolean(LATE, true);
    }
    return row.build();
  }
}
