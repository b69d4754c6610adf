package io.leaderboard.cassandra.standing;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.standing.Standing;
import java.time.Instant;

/**
 * Reads and writes single rows of {@code board_standings}.
 *
 * <p>Every write carries all columns and the timestamp offset + 1. Whatever writers there are, a
 * row with offset o says the same: the fold of the log up to o. So two writes of one offset are
 * equal, of two offsets the later one wins whoever sends it and whenever it arrives, and never are
 * columns of two writes mixed.
 */
public final class StandingsTable {
  private final PreparedStatement select;
  private final PreparedStatement insert;

  /** Prepares the statements. */
  public StandingsTable(CqlSession session, String keyspace) {
    select =
        session.prepare(
            SimpleStatement.newInstance(
                    ("SELECT value, reached_at, decided_at, log_offset FROM %s.board_standings WHERE game_id = ? AND"
                            + " board_id = ? AND rules = ? AND period = ? AND user_id = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insert =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.board_standings (game_id, board_id, rules, period, user_id,"
                            + " value, reached_at, decided_at, log_partition, log_offset)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  Statement<?> select(StandingKey key) {
    return withKey(select, key).build();
  }

  static StandingRow row(AsyncResultSet rows) {
    Row row = rows.one();
    if (row == null) {
      return StandingRow.NONE;
    }
    Instant reachedAt = row.getInstant(1);
    if (reachedAt == null || row.isNull(0) || row.isNull(3)) {
      throw new IllegalStateException(
          "a row of board_standings lacks a column, which this service never writes: somebody"
              + " else did");
    }
    long reached = reachedAt.toEpochMilli();
    long decided = row.isNull(2) ? reached : row.getLong(2);
    return new StandingRow(new Standing(row.getLong(0), reached, decided), row.getLong(3));
  }

  /**
   * @param decides whether the board's standings may be decided at another moment than they were
   *     reached. Then decided_at is always written, for otherwise that of an earlier row would show
   *     through a later one; and never elsewhere.
   */
  Statement<?> insert(
      StandingKey key, int partition, Standing standing, long offset, boolean decides) {
    BoundStatementBuilder row =
        withKey(insert, key)
            .setLong(5, standing.value())
            .setInstant(6, Instant.ofEpochMilli(standing.reachedAt()))
            .setInt(8, partition)
            .setLong(9, offset)
            .setLong(10, offset + 1);
    return (decides ? row.setLong(7, standing.decidedAt()) : row).build();
  }

  private static BoundStatementBuilder withKey(PreparedStatement prepared, StandingKey key) {
    return prepared
        .boundStatementBuilder()
        .setString(0, key.gameId())
        .setString(1, key.boardId())
        .setInt(2, key.rules())
        .setString(3, key.period())
        .setString(4, key.userId());
  }
}
