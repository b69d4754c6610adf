package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;

/** Writes into {@code score_months} that a user has events in a month and slice. */
final class InsertMonth {
  private final PreparedStatement prepared;

  InsertMonth(CqlSession session, String keyspace) {
    prepared =
        session.prepare(
            SimpleStatement.newInstance(
                    "INSERT INTO %s.score_months (game_id, user_id, month, slice) VALUES (?, ?, ?, ?) USING TIMESTAMP ?"
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /**
   * @param offset of one of the events, so that the row survives a deletion only with a later one
   */
  Statement<?> bind(UserMonth place, long offset) {
    return prepared
        .boundStatementBuilder()
        .setString(0, place.gameId())
        .setString(1, place.userId())
        .setInt(2, place.month())
        .setInt(3, place.slice())
        .setLong(4, offset + 1)
        .build();
  }
}
