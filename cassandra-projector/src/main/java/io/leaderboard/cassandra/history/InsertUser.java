package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;

/** Writes into {@code game_users} that a user has events of a game in a month, by slice. */
final class InsertUser {
  private final PreparedStatement prepared;

  InsertUser(CqlSession session, String keyspace) {
    prepared =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.game_users (game_id, log_partition, slice, user_id, month)"
                            + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /**
   * @param offset of one of the events, so that the row survives a deletion only with a later one
   */
  Statement<?> bind(UserMonth place, int partition, long offset) {
    return prepared
        .boundStatementBuilder()
        .setString(0, place.gameId())
        .setInt(1, partition)
        .setInt(2, place.slice())
        .setString(3, place.userId())
        .setInt(4, place.month())
        .setLong(5, offset + 1)
        .build();
  }
}
