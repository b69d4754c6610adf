package io.leaderboard.cassandra.history;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The months of users, some hundred at a time. Belongs to one thread. */
public final class UserPages {
  private static final int PAGE = 500;

  /** A month of a user, in the slice that is read. */
  public record Month(String userId, int month) {}

  private final BoundStatement statement;
  private final List<Month> page = new ArrayList<>();
  private @Nullable ByteBuffer pagingState;
  private boolean complete;

  UserPages(BoundStatement statement) {
    this.statement = statement.setPageSize(PAGE);
  }

  /** Whether there may be more. */
  public boolean hasNext() {
    return !complete;
  }

  /** The next ones, ordered by user; a user's may go on in those that follow. */
  public List<Month> next(Requests requests) {
    Requests.Round round = requests.round();
    round.send(StatementKind.SELECT_USERS, statement.setPagingState(pagingState), this::add);
    round.await();
    List<Month> next = List.copyOf(page);
    page.clear();
    return next;
  }

  /** On a thread of the driver, before the round was awaited. */
  private void add(AsyncResultSet rows) {
    for (Row row : rows.currentPage()) {
      page.add(new Month(Objects.requireNonNull(row.getString(0)), row.getInt(1)));
    }
    pagingState = rows.getExecutionInfo().getPagingState();
    complete = !rows.hasMorePages();
  }
}
