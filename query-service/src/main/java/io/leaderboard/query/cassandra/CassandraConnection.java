package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.query.metrics.QueryMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that all readers share. {@link #start()} returns at once; one thread connects
 * and looks for the tables, trying again for as long as it takes, and every read fails at once
 * meanwhile. Later breaks are the driver's: it reconnects by itself. Thread-safe.
 */
public final class CassandraConnection implements AutoCloseable {
  /** Of the tables that the statements of this service are written for. */
  static final int TABLES_VERSION = 3;

  private static final Logger LOG = LoggerFactory.getLogger(CassandraConnection.class);

  /** An attempt makes threads and takes them away again. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** A page is several reads that follow each other. In request timeouts. */
  private static final int TIMEOUTS_OF_A_PAGE = 2;

  private final CassandraProperties cassandra;
  private final Duration requestTimeout;
  private final ReadSessions sessions;
  private final QueryMetrics metrics;
  private final Thread thread;
  // Written by the thread that connects. Null: not connected yet.
  private volatile @Nullable CqlSession session;
  private volatile @Nullable PreparedReads reads;
  private volatile String problem = "Cassandra is not connected yet";
  private volatile boolean closed;

  /** Connects where {@code cassandra} says. */
  CassandraConnection(
      CassandraProperties cassandra,
      Duration requestTimeout,
      ReadSessions sessions,
      QueryMetrics metrics) {
    this.cassandra = cassandra;
    this.requestTimeout = requestTimeout;
    this.sessions = sessions;
    this.metrics = metrics;
    this.thread = new Thread(this::run, "cassandra-connection");
    thread.setDaemon(true);
    metrics.cassandra(() -> problem().isEmpty() ? 1 : 0);
  }

  /** Begins to connect. Call it once. */
  void start() {
    thread.start();
  }

  /** Why nothing can be read now, for people; empty when it can. Asks nothing of Cassandra. */
  public Optional<String> problem() {
    CqlSession open = session;
    if (reads == null || open == null) {
      return Optional.of(problem);
    }
    boolean isConnected =
        open.getMetadata().getNodes().values().stream()
            .anyMatch(node -> node.getOpenConnections() > 0);
    return isConnected ? Optional.empty() : Optional.of("Cassandra is not reachable");
  }

  /**
   * Reads the first rows of a partition.
   *
   * @param rows how many at most come with the answer; the others are {@link #next fetched}
   * @return fails with {@link CassandraUnavailableException} when Cassandra does not answer within
   *     the request timeout, and at once when it is known to be away or too much is under way
   */
  public CompletableFuture<AsyncResultSet> read(Select select, int rows, Object... values) {
    PreparedReads open = reads;
    return open == null
        ? CompletableFuture.failedFuture(new CassandraUnavailableException(problem))
        : send(select.name(), () -> open.read(select, rows, values));
  }

  /** The rows that follow; fails as {@link #read} does. */
  public CompletableFuture<AsyncResultSet> next(Select select, AsyncResultSet rows) {
    return send(select.name(), rows::fetchNextPage);
  }

  /** What is made of several reads, which fails as one that is not answered when it takes long. */
  public <T> CompletableFuture<T> inTime(CompletableFuture<T> page) {
    return page.orTimeout(requestTimeout.toMillis() * TIMEOUTS_OF_A_PAGE, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    CassandraFailures.translate(failure, cassandra.keyspace())));
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    CqlSession open = session;
    if (open != null) {
      // Fails what the thread waits for.
      open.close();
    }
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<AsyncResultSet> send(
      String name, Supplier<CompletionStage<AsyncResultSet>> read) {
    long begun = System.nanoTime();
    CompletionStage<AsyncResultSet> sent;
    try {
      sent = read.get();
    } catch (DriverException | IllegalStateException e) {
      // The latter: the session was closed under the reader's hands.
      sent =
          CompletableFuture.failedFuture(
              new CassandraUnavailableException("Cassandra is not connected any more", e));
    }
    CompletableFuture<AsyncResultSet> answer = new CompletableFuture<>();
    var unused =
        sent.whenComplete(
            (rows, failure) -> {
              metrics.cassandraRead(name, failure == null, System.nanoTime() - begun);
              if (failure == null) {
                answer.complete(rows);
              } else {
                if (CassandraFailures.isAboutTables(failure)) {
                  lookForTablesAgain();
                }
                answer.completeExceptionally(
                    CassandraFailures.translate(failure, cassandra.keyspace()));
              }
            });
    return answer;
  }

  /** They were dropped, or the Cassandra that came back is an empty one. */
  private void lookForTablesAgain() {
    problem = "the tables in Cassandra are looked for";
    reads = null;
  }

  private void run() {
    try {
      while (!closed) {
        if (reads == null) {
          attempt();
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt() {
    String found;
    try {
      CqlSession open = session;
      if (open == null) {
        open = sessions.open();
        session = open;
        if (closed) {
          open.close();
        }
      }
      requireTables(open);
      reads = new PreparedReads(open, cassandra.keyspace());
      problem = "";
      LOG.info("History and archives are read from Cassandra: {}", cassandra);
      return;
    } catch (CassandraUnavailableException e) {
      found = String.valueOf(e.getMessage());
    } catch (DriverException | IllegalStateException e) {
      found =
          "Cassandra at %s cannot be used: %s"
              .formatted(cassandra.contactPoints(), CassandraFailures.reason(e));
    }
    if (!found.equals(problem) && !closed) {
      LOG.warn("History and archives cannot be read yet. {}", found);
      problem = found;
    }
  }

  private void requireTables(CqlSession open) {
    int version = version(open);
    if (version == TABLES_VERSION) {
      return;
    }
    throw new CassandraUnavailableException(
        version < TABLES_VERSION
            ? "the tables in Cassandra's keyspace %s are not there yet: the cassandra-projector makes them"
                .formatted(cassandra.keyspace())
            : "the tables in Cassandra's keyspace %s are of version %d, this service reads version %d: start the newer service"
                .formatted(cassandra.keyspace(), version, TABLES_VERSION));
  }

  /** 0 when there is none. */
  private int version(CqlSession open) {
    try {
      Row row =
          open.execute(
                  "SELECT version FROM %s.schema_versions WHERE name = 'leaderboard' LIMIT 1"
                      .formatted(cassandra.keyspace()))
              .one();
      return row == null ? 0 : row.getInt(0);
    } catch (DriverException e) {
      if (CassandraFailures.isAboutTables(e)) {
        LOG.debug("schema_versions cannot be read", e);
        return 0;
      }
      throw e;
    }
  }
}
