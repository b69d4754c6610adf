package io.leaderboard.cassandra.finals;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.leaderboard.events.finals.FinalEntry;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The table {@code final_standings}. A page is one partition and written as one batch, which
 * Cassandra applies at once. It begins with the deletion of what the page had, so that a page that
 * is written anew, under other rules, keeps nothing of the former one; the deletion's timestamp is
 * the one before that of the rows. All copies of a page are in one partition of the log, by their
 * key, so that the later one wins whoever writes it.
 */
public final class FinalPages {
  private final PreparedStatement select;
  private final PreparedStatement delete;
  private final PreparedStatement insert;

  /** Prepares the statements. */
  public FinalPages(CqlSession session, String keyspace) {
    select =
        session.prepare(
            SimpleStatement.newInstance(
                    ("SELECT rank, user_id, score, reached_at FROM %s.final_standings"
                            + " WHERE game_id = ? AND board_id = ? AND period = ? AND page = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    delete =
        session.prepare(
            SimpleStatement.newInstance(
                    ("DELETE FROM %s.final_standings USING TIMESTAMP ?"
                            + " WHERE game_id = ? AND board_id = ? AND period = ? AND page = ?")
                        .formatted(keyspace))
                .setIdempotent(true));
    insert =
        session.prepare(
            SimpleStatement.newInstance(
                    ("INSERT INTO %s.final_standings (game_id, board_id, period, page, ordinal,"
                            + " rank, user_id, score, reached_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?")
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /** The bound statement. */
  public Statement<?> select(FinalPeriod period, int page) {
    return select.bind(period.gameId(), period.boardId(), period.period(), page);
  }

  /** The entries of a page in rank order; empty when it is not there. */
  public static List<FinalEntry> entries(AsyncResultSet rows) {
    List<FinalEntry> entries = new ArrayList<>(FinalPage.ENTRIES);
    for (Row row : rows.currentPage()) {
      Instant reachedAt = row.getInstant("reached_at");
      entries.add(
          new FinalEntry(
              row.getLong("rank"),
              Objects.requireNonNull(row.getString("user_id")),
              row.getLong("score"),
              reachedAt == null ? null : reachedAt.toEpochMilli()));
    }
    return entries;
  }

  /**
   * The bound statement.
   *
   * @param offset of its record
   */
  public Statement<?> insert(FinalPage page, long offset) {
    FinalPeriod period = page.period();
    BatchStatementBuilder batch = BatchStatement.builder(BatchType.UNLOGGED).setIdempotence(true);
    batch.addStatement(
        delete.bind(
            2 * offset + 1, period.gameId(), period.boardId(), period.period(), page.page()));
    int ordinal = 0;
    for (FinalEntry entry : page.entries()) {
      BoundStatementBuilder row =
          insert
              .boundStatementBuilder()
              .setString(0, period.gameId())
              .setString(1, period.boardId())
              .setString(2, period.period())
              .setInt(3, page.page())
              .setInt(4, ordinal++)
              .setLong(5, entry.rank())
              .setString(6, entry.userId())
              .setLong(7, entry.score())
              .setLong(9, 2 * offset + 2);
      Long reachedAt = entry.reachedAt();
      if (reachedAt != null) {
        row = row.setInstant(8, Instant.ofEpochMilli(reachedAt));
      }
      batch.addStatement(row.build());
    }
    return batch.build();
  }
}
