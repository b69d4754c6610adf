package io.leaderboard.cassandra.standing;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes over the keys of {@code board_standings}, by ranges of their tokens, and deletes some. */
public final class StandingsScan {
  private static final int PAGE = 1_000;

  /** A key's board. */
  public record Board(String gameId, String boardId, int rules) {}

  /** What a page had. */
  public record Scanned(int rows, int deleted) {}

  private final PreparedStatement select;
  private final PreparedStatement delete;

  /** Prepares the statements. */
  public StandingsScan(CqlSession session, String keyspace) {
    String token = "token(game_id, board_id, rules, period, user_id)";
    select =
        prepare(
            session,
            "SELECT game_id, board_id, rules, period, user_id FROM %s.board_standings WHERE "
                + token
                + " > ? AND "
                + token
                + " <= ?",
            keyspace);
    // With the time of day: nothing brings such a row back, for its rules are never folded again.
    delete =
        prepare(
            session,
            "DELETE FROM %s.board_standings WHERE game_id = ? AND board_id = ? AND rules = ?"
                + " AND period = ? AND user_id = ?",
            keyspace);
  }

  /**
   * A range of tokens of the default partitioner.
   *
   * @param after the token that it begins behind
   * @param to its last token
   */
  public Range range(long after, long to) {
    return new Range(select.bind(after, to).setPageSize(PAGE));
  }

  /** Some of the rows, page by page. Belongs to one thread. */
  public final class Range {
    private final BoundStatement statement;
    private final List<StandingKey> page = new ArrayList<>();
    private @Nullable ByteBuffer pagingState;
    private boolean complete;

    private Range(BoundStatement statement) {
      this.statement = statement;
    }

    /** Whether there may be more. */
    public boolean hasNext() {
      return !complete;
    }

    /** Deletes of the next page what is not needed any more. */
    public Scanned next(Predicate<Board> isObsolete, Requests requests) {
      Requests.Round reads = requests.round();
      reads.send(StatementKind.SCAN_STANDINGS, statement.setPagingState(pagingState), this::add);
      reads.await();
      Requests.Round deletions = requests.round();
      int deleted = 0;
      for (StandingKey key : page) {
        if (isObsolete.test(new Board(key.gameId(), key.boardId(), key.rules()))) {
          deletions.send(
              StatementKind.DELETE_STANDING,
              delete.bind(key.gameId(), key.boardId(), key.rules(), key.period(), key.userId()));
          deleted++;
        }
      }
      deletions.await();
      Scanned scanned = new Scanned(page.size(), deleted);
      page.clear();
      return scanned;
    }

    /** On a thread of the driver, before the round was awaited. */
    private void add(AsyncResultSet rows) {
      for (Row row : rows.currentPage()) {
        page.add(
            new StandingKey(text(row, 0), text(row, 1), row.getInt(2), text(row, 3), text(row, 4)));
      }
      pagingState = rows.getExecutionInfo().getPagingState();
      complete = !rows.hasMorePages();
    }
  }

  private static String text(Row row, int column) {
    return Objects.requireNonNull(row.getString(column));
  }

  private static PreparedStatement prepare(CqlSession session, String cql, String keyspace) {
    return session.prepare(
        SimpleStatement.newInstance(cql.formatted(keyspace)).setIdempotent(true));
  }
}
