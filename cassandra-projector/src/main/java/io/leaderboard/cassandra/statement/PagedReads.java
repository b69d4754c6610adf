package io.leaderboard.cassandra.statement;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Some reads of more than one page: the next page of each of them at once, until all have come. In
 * memory is what {@code row} keeps, and a page of each. Belongs to one thread.
 */
public final class PagedReads {
  private static final int PAGE = 2_000;

  private final StatementKind kind;
  private final List<Reading> readings = new ArrayList<>();

  /** None yet. */
  public PagedReads(StatementKind kind) {
    this.kind = kind;
  }

  /**
   * Adds one.
   *
   * @param row called with each row in order, on threads of the driver, never two at a time for one
   *     read; what it keeps is visible when {@link #run} has returned
   */
  public void add(BoundStatement statement, Consumer<Row> row) {
    readings.add(new Reading(statement, row));
  }

  /** Reads all of them to their ends. */
  public void run(Requests requests) {
    List<Reading> left = new ArrayList<>(readings);
    while (!left.isEmpty()) {
      Requests.Round round = requests.round();
      for (Reading reading : left) {
        round.send(
            kind,
            reading.statement.setPageSize(PAGE).setPagingState(reading.pagingState),
            reading::add);
      }
      round.await();
      left.removeIf(reading -> reading.complete);
    }
  }

  /** Filled by a thread of the driver, read after the round was awaited. */
  private static final class Reading {
    private final BoundStatement statement;
    private final Consumer<Row> row;
    private @Nullable ByteBuffer pagingState;
    private boolean complete;

    private Reading(BoundStatement statement, Consumer<Row> row) {
      this.statement = statement;
      this.row = row;
    }

    private void add(AsyncResultSet rows) {
      rows.currentPage().forEach(row);
      pagingState = rows.getExecutionInfo().getPagingState();
      complete = !rows.hasMorePages();
    }
  }
}
