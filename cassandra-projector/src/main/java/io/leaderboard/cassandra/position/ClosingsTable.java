package io.leaderboard.cassandra.position;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.cassandra.statement.PagedReads;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.events.entry.ClosingEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The table {@code projection_closings}. A row is a fact of the log and is never changed, only
 * deleted when it is not needed any more, so that rows and deletions go by the time of day: a row
 * whose deletion was too early, because somebody set positions back by hand, can be written again.
 */
public final class ClosingsTable {
  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  /** Prepares the statements. */
  public ClosingsTable(CqlSession session, String keyspace) {
    select =
        session.prepare(
            SimpleStatement.newInstance(
                    ("SELECT game_id, log_offset, closed_through FROM %s.projection_closings"
                            + " WHERE projection = ? AND partition = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insert =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.projection_closings (projection, partition, game_id,"
                            + " log_offset, closed_through) VALUES (?, ?, ?, ?, ?)")
                        .formatted(keyspace))
                .setIdempotent(true));
    delete =
        session.prepare(
            SimpleStatement.newInstance(
                    ("DELETE FROM %s.projection_closings WHERE projection = ? AND partition = ?"
                            + " AND game_id = ? AND log_offset = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /** What is stored of a projection, for each of these partitions. */
  public Map<Integer, KnownClosings> read(
      String projection, Collection<Integer> partitions, Requests requests) {
    Map<Integer, KnownClosings> read = new HashMap<>();
    PagedReads pages = new PagedReads(StatementKind.SELECT_CLOSINGS);
    for (int partition : partitions) {
      KnownClosings known = new KnownClosings();
      read.put(partition, known);
      pages.add(select.bind(projection, partition), row -> known.add(closing(row)));
    }
    pages.run(requests);
    return read;
  }

  /** Sends closings. */
  public void send(
      String projection, int partition, List<ClosingEntry> closings, Requests.Round round) {
    for (ClosingEntry closing : closings) {
      round.send(
          StatementKind.INSERT_CLOSING,
          insert.bind(
              projection,
              partition,
              closing.gameId(),
              closing.offset(),
              Instant.ofEpochMilli(closing.through())));
    }
  }

  /** Sends the deletion of closings that nobody needs any more. */
  public void sendDeletions(
      String projection, int partition, List<ClosingEntry> closings, Requests.Round round) {
    for (ClosingEntry closing : closings) {
      round.send(
          StatementKind.DELETE_CLOSING,
          delete.bind(projection, partition, closing.gameId(), closing.offset()));
    }
  }

  private static ClosingEntry closing(Row row) {
    return new ClosingEntry(
        row.getLong("log_offset"),
        Objects.requireNonNull(row.getString("game_id")),
        Objects.requireNonNull(row.getInstant("closed_through")).toEpochMilli());
  }
}
