package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements over one session, each prepared when it is first needed. What could not be prepared is
 * tried again. Thread-safe.
 */
final class PreparedReads {
  private final CqlSession session;
  private final String keyspace;
  private final Map<Select, CompletableFuture<PreparedStatement>> prepared =
      new ConcurrentHashMap<>();

  PreparedReads(CqlSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  /** Sends a read; see {@link CassandraConnection#read}. */
  CompletionStage<AsyncResultSet> read(Select select, int rows, Object... values) {
    return prepared(select)
        .thenCompose(statement -> session.executeAsync(statement.bind(values).setPageSize(rows)));
  }

  private CompletableFuture<PreparedStatement> prepared(Select select) {
    CompletableFuture<PreparedStatement> known = prepared.get(select);
    if (known == null || known.isCompletedExceptionally()) {
      // Two that race prepare the same twice, which Cassandra and the driver take for one.
      known = session.prepareAsync(select.cql().formatted(keyspace)).toCompletableFuture();
      prepared.put(select, known);
    }
    return known;
  }
}
