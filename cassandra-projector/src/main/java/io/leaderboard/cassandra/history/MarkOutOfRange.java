package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Marks an event of {@code score_events} with the boards on which it does not count because it does
 * not fit.
 *
 * <p>Folded for the first time, an event is marked with all of them at once. Folded again after a
 * crash, only rows that were not written yet are folded onto, so that what is marked then is some
 * of them; with the same timestamp. Of two values with one timestamp Cassandra keeps the larger in
 * bytes, and a list begins with its length: the longer one stays.
 */
final class MarkOutOfRange {
  private final PreparedStatement prepared;

  MarkOutOfRange(CqlSession session, String keyspace) {
    prepared =
        session.prepare(
            SimpleStatement.newInstance(
                    ("UPDATE %s.score_events USING TIMESTAMP ? SET out_of_range = ? WHERE game_id ="
                            + " ? AND user_id = ? AND month = ? AND slice = ? AND occurred_at = ?"
                            + " AND log_offset = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  Statement<?> bind(UserMonth place, long offset, long occurredAt, Collection<String> boards) {
    return prepared
        .boundStatementBuilder()
        .setLong(0, offset + 1)
        .setList(1, List.copyOf(boards), String.class)
        .setString(2, place.gameId())
        .setString(3, place.userId())
        .setInt(4, place.month())
        .setInt(5, place.slice())
        .setInstant(6, Instant.ofEpochMilli(occurredAt))
        .setLong(7, offset)
        .build();
  }
}
