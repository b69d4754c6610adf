package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import io.leaderboard.cassandra.schema.Schema;
import io.leaderboard.cassandra.schema.SchemaMode;
import io.leaderboard.cassandra.schema.SchemaRefusedException;
import io.leaderboard.cassandra.schema.UpgradeGuard;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cql.CassandraProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This service's connection to Cassandra. {@link #start} returns at once; one thread connects and
 * prepares the tables, trying again for as long as it takes. All methods are thread-safe.
 */
public final class StoreConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreConnection.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How soon it shows that tables were dropped, also while nothing is written. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final CassandraProperties cassandra;
  private final StoreProperties properties;
  private final StoreSessions sessions;
  private final RequestTimers timers;
  private final Interruptions interruptions;
  private final UpgradeGuard guard;
  private final Thread thread;
  private volatile StoreState state = new StoreState.Connecting("not started");
  private volatile boolean closed;
  // Written by the thread that connects.
  private volatile @Nullable CqlSession session;
  private volatile @Nullable CqlSession tables;

  /**
   * Connects where {@code cassandra} says, and tells {@code interruptions} about every break.
   *
   * @param guard asked before tables of an earlier version are changed
   */
  public StoreConnection(
      CassandraProperties cassandra,
      StoreProperties properties,
      StoreSessions sessions,
      RequestTimers timers,
      Interruptions interruptions,
      UpgradeGuard guard) {
    this.guard = guard;
    this.cassandra = cassandra;
    this.properties = properties;
    this.sessions = sessions;
    this.timers = timers;
    this.interruptions = interruptions;
    this.thread = new Thread(this::run, "cassandra-connection");
    thread.setDaemon(true);
  }

  /** Begins to connect. Call it once. */
  public void start() {
    thread.start();
  }

  /** How this service stands to Cassandra. */
  public StoreState state() {
    return state;
  }

  /**
   * The tables.
   *
   * @throws IllegalStateException when they are not there yet; says why
   */
  public Store store() {
    StoreState now = state;
    if (now instanceof StoreState.Open open) {
      return open.store();
    }
    throw new IllegalStateException(
        now instanceof StoreState.Refused refused
            ? refused.reason()
            : "Not connected to Cassandra yet: " + now);
  }

  /** The breaks so far. */
  public Interruptions interruptions() {
    return interruptions;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // Fails what the thread waits for.
    endIfOpen(tables);
    endIfOpen(session);
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endIfOpen(@Nullable CqlSession open) {
    if (open != null) {
      open.close();
    }
  }

  private void run() {
    long checkedAt = -1;
    long lookedAt = System.nanoTime();
    try {
      while (!closed) {
        long interrupted = interruptions.count();
        // Also after an interruption: the Cassandra that comes back may be an empty one.
        if (checkedAt != interrupted || !(state instanceof StoreState.Open)) {
          StoreState next = attempt();
          boolean isReconnecting =
              state instanceof StoreState.Open && next instanceof StoreState.Connecting;
          if (!isReconnecting) {
            state = next;
            checkedAt = interrupted;
          }
          lookedAt = System.nanoTime();
        } else if (System.nanoTime() - lookedAt >= LOOK.toNanos()) {
          look();
          lookedAt = System.nanoTime();
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The driver's text numbers its objects, anew at each attempt: as a reason it must not. */
  private static String lasting(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll(",? ?hashCode=[0-9a-f]+", "");
  }

  /** Tables that were dropped are an interruption: they are made again, and filled from the log. */
  private void look() throws InterruptedException {
    CqlSession open = session;
    if (open == null) {
      return;
    }
    try {
      schema(open, SchemaMode.VALIDATE).prepare();
    } catch (SchemaRefusedException e) {
      LOG.warn(
          "The tables in the keyspace {} are not what they were: {}",
          cassandra.keyspace(),
          e.reason());
      interruptions.somethingIsMissing();
    } catch (DriverException | IllegalStateException e) {
      LOG.debug("The tables cannot be looked at now", e);
    }
  }

  private void prepareTables(CqlSession open) throws InterruptedException {
    Schema found = schema(open, SchemaMode.VALIDATE);
    if (properties.schema() == SchemaMode.VALIDATE || found.isCurrent()) {
      found.prepare();
      return;
    }
    try (CqlSession own = sessions.openForTables()) {
      tables = own;
      if (!closed) {
        schema(own, SchemaMode.APPLY).prepare();
      }
    } finally {
      tables = null;
    }
  }

  private Schema schema(CqlSession over, SchemaMode mode) {
    return new Schema(
        over, cassandra.keyspace(), properties.copies(cassandra.localDatacenter()), mode, guard);
  }

  private StoreState attempt() throws InterruptedException {
    try {
      CqlSession open = session;
      if (open == null) {
        open = sessions.open(interruptions);
        session = open;
        if (closed) {
          open.close();
        }
      }
      prepareTables(open);
      Store store = Store.over(open, cassandra.keyspace(), properties.concurrency(), timers);
      LOG.info("The tables are there: {}", cassandra);
      return new StoreState.Open(store);
    } catch (SchemaRefusedException e) {
      StoreState refused = new StoreState.Refused(e.reason());
      if (!refused.equals(state)) {
        LOG.error("{}", e.reason());
      }
      return refused;
    } catch (DriverException | IllegalStateException e) {
      String reason = "Cassandra at " + cassandra.contactPoints() + ": " + lasting(e);
      StoreState connecting = new StoreState.Connecting(reason);
      // Later outages are told by the interruptions.
      if (!(state instanceof StoreState.Open) && !connecting.equals(state)) {
        LOG.warn("Not connected yet. {}", reason);
      }
      return connecting;
    }
  }
}
