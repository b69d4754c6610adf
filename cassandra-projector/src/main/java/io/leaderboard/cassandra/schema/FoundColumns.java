package io.leaderboard.cassandra.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The columns that a keyspace has. Asked from Cassandra by a query of our own: it has a time-out,
 * and the driver's refresh of its metadata was seen to hang when the node went away meanwhile.
 */
final class FoundColumns {
  private record Column(String table, String kind, int position, String text) {}

  private final List<Column> columns = new ArrayList<>();

  private FoundColumns() {}

  static FoundColumns in(CqlSession session, String keyspace) {
    FoundColumns found = new FoundColumns();
    for (Row row :
        session.execute(
            "SELECT table_name, kind, position, column_name, type FROM system_schema.columns"
                + " WHERE keyspace_name = ?",
            keyspace)) {
      found.columns.add(
          new Column(
              String.valueOf(row.getString(0)),
              String.valueOf(row.getString(1)),
              row.getInt(2),
              row.getString(3) + " " + row.getString(4)));
    }
    return found;
  }

  boolean hasTable(String table) {
    return columns.stream().anyMatch(column -> column.table().equals(table));
  }

  /** Those of a kind as {@code name type}, in order. */
  List<String> of(String table, String kind) {
    return columns.stream()
        .filter(column -> column.table().equals(table) && column.kind().equals(kind))
        .sorted(Comparator.comparingInt(Column::position))
        .map(Column::text)
        .toList();
  }
}
