package io.leaderboard.cassandra.position;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table {@code projection_positions}. Each offset is written with the timestamp offset + 1, so
 * that a position never goes back, whoever writes it and however late.
 */
public final class PositionsTable {
  private final PreparedStatement select;
  private final PreparedStatement insertApplied;
  private final PreparedStatement insertConfirmed;
  private final PreparedStatement insertMark;

  /** Prepares the statements. */
  public PositionsTable(CqlSession session, String keyspace) {
    select =
        session.prepare(
            SimpleStatement.newInstance(
                    ("SELECT partition, applied_offset, confirmed_offset"
                            + " FROM %s.projection_positions WHERE projection = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insertApplied = session.prepare(insert(keyspace, "applied_offset"));
    insertConfirmed = session.prepare(insert(keyspace, "confirmed_offset"));
    insertMark =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.projection_positions (projection, partition, applied_offset)"
                            + " VALUES (?, ?, ?)")
                        .formatted(keyspace))
                .setIdempotent(false));
  }

  /** What is stored of a projection, by partition. A log has at most 1,024 partitions: one page. */
  public Map<Integer, ProjectionOffsets> read(String projection, Requests requests) {
    Map<Integer, ProjectionOffsets> positions = new ConcurrentHashMap<>();
    Requests.Round round = requests.round();
    round.send(
        StatementKind.SELECT_POSITIONS,
        select.boundStatementBuilder(projection).setPageSize(2_000).build(),
        rows -> collect(rows, positions));
    round.await();
    return positions;
  }

  /** Sends that everything up to {@code offset} has been acknowledged. */
  public void sendApplied(String projection, int partition, long offset, Requests.Round round) {
    send(insertApplied, projection, partition, offset, round);
  }

  /** Sends that everything up to {@code offset} is certainly kept. */
  public void sendConfirmed(String projection, int partition, long offset, Requests.Round round) {
    send(insertConfirmed, projection, partition, offset, round);
  }

  /**
   * Sends a mark in the place of an applied position: it is no offset and may be smaller than the
   * one before, hence no timestamp of the log.
   */
  public void sendMark(String projection, int partition, long mark, Requests.Round round) {
    round.send(StatementKind.INSERT_POSITION, insertMark.bind(projection, partition, mark));
  }

  private static void send(
      PreparedStatement insert,
      String projection,
      int partition,
      long offset,
      Requests.Round round) {
    round.send(
        StatementKind.INSERT_POSITION,
        insert
            .boundStatementBuilder()
            .setString(0, projection)
            .setInt(1, partition)
            .setLong(2, offset)
            .setLong(3, offset + 1)
            .build());
  }

  private static void collect(AsyncResultSet rows, Map<Integer, ProjectionOffsets> positions) {
    for (Row row : rows.currentPage()) {
      positions.put(
          row.getInt("partition"),
          new ProjectionOffsets(offset(row, "applied_offset"), offset(row, "confirmed_offset")));
    }
  }

  private static long offset(Row row, String column) {
    return row.isNull(column) ? -1 : row.getLong(column);
  }

  /**
   * Not idempotent for the driver: it would send the position again, over another connection, after
   * the one it was sent on broke; and that break is what must be looked into first.
   */
  private static SimpleStatement insert(String keyspace, String column) {
    return SimpleStatement.newInstance(
            "INSERT INTO %s.projection_positions (projection, partition, %s) VALUES (?, ?, ?) USING TIMESTAMP ?"
                .formatted(keyspace, column))
        .setIdempotent(false);
  }
}
