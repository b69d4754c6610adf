package io.leaderboard.cassandra.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of one keyspace. {@link #prepare} leaves them as this service needs them, or says why
 * not. Several instances may call it at once, and any of them may die while it runs. What creates
 * tables needs a session that does not follow the schema: the driver lets a statement wait for its
 * own refresh of the metadata, which never ends when the node goes away meanwhile.
 */
public final class Schema {
  /** The version that this service writes. */
  public static final int VERSION = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LOCK_PAUSE = Duration.ofMillis(200);

  private final CqlSession session;
  private final String keyspace;
  private final Map<String, Integer> replication;
  private final SchemaMode mode;
  private final UpgradeGuard guard;

  /**
   * @param replication copies by data centre, for a keyspace that does not exist yet
   * @param guard asked before tables of an earlier version are changed
   */
  public Schema(
      CqlSession session,
      String keyspace,
      Map<String, Integer> replication,
      SchemaMode mode,
      UpgradeGuard guard) {
    this.guard = guard;
    this.session = session;
    this.keyspace = keyspace;
    this.replication = new TreeMap<>(replication);
    this.mode = mode;
  }

  /** Whether nothing has to be created. */
  public boolean isCurrent() {
    return versionSeen() >= VERSION;
  }

  /**
   * Creates what is missing, if it may, and checks everything.
   *
   * @throws SchemaRefusedException when the tables are newer, older or others than this service
   *     needs
   */
  public void prepare() throws InterruptedException {
    int version = versionSeen();
    if (version < VERSION) {
      if (mode == SchemaMode.VALIDATE) {
        throw older(version);
      }
      if (version > 0) {
        guard.require(version);
      }
      apply();
      version = version();
    }
    if (version > VERSION) {
      throw new SchemaRefusedException(
          ("The tables in the keyspace %s are of version %d, but this service knows only up to %d."
                  + " Start the newer service that made them, or name another keyspace with"
                  + " leaderboard.cassandra.keyspace.")
              .formatted(keyspace, version, VERSION));
    }
    validate();
  }

  private SchemaRefusedException older(int version) {
    return new SchemaRefusedException(
        ("The tables in the keyspace %s are of version %d, but this service needs version %d. Start"
                + " one instance with leaderboard.cassandra.schema=apply, or apply %s and those that"
                + " follow it, and then: INSERT INTO %s.schema_versions (name, version) VALUES"
                + " ('leaderboard', %d)")
            .formatted(
                keyspace, version, VERSION, SchemaResource.name(version + 1), keyspace, VERSION));
  }

  private void apply() throws InterruptedException {
    execute(
        "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', %s}"
            .formatted(keyspace, datacenters()));
    SchemaLock lock = new SchemaLock(session, keyspace);
    lock.createTable();
    boolean waiting = false;
    while (!lock.tryAcquire()) {
      if (!waiting) {
        LOG.info("Another instance is at work on the tables of {}: waiting for it", keyspace);
        waiting = true;
      }
      Thread.sleep(LOCK_PAUSE.toMillis());
    }
    try (lock) {
      execute(
          ("CREATE TABLE IF NOT EXISTS %s.schema_versions (name text, version int,"
                  + " PRIMARY KEY (name, version)) WITH CLUSTERING ORDER BY (version DESC)")
              .formatted(keyspace));
      // Asked again: another instance may have been here while this one waited.
      for (int next = version() + 1; next <= VERSION; next++) {
        apply(next, lock);
      }
    }
  }

  private void apply(int version, SchemaLock lock) {
    for (String statement : SchemaResource.statements(version, keyspace)) {
      lock.prolong();
      execute(statement);
    }
    if (!session.checkSchemaAgreement()) {
      throw new IllegalStateException(
          "the nodes do not agree on the schema yet; nodes that are down delay that");
    }
    lock.prolong();
    session.execute(
        SimpleStatement.newInstance(
            "INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', ?)"
                .formatted(keyspace),
            version));
    LOG.info("The tables of {} are now of version {}", keyspace, version);
  }

  /**
   * As {@link #version}, for who does not hold the lock; 0 also while another creates the table.
   */
  private int versionSeen() {
    try {
      return version();
    } catch (InvalidQueryException | ServerError e) {
      // A table is listed a moment before the node can prepare a statement on it (the first of
      // the two), and prepared a moment before its store is open ("Unknown CF", the second).
      LOG.debug("schema_versions cannot be read yet", e);
      return 0;
    }
  }

  /** 0 when there is none. */
  private int version() {
    if (!FoundColumns.in(session, keyspace).hasTable("schema_versions")) {
      return 0;
    }
    Row row =
        session
            .execute(
                "SELECT version FROM %s.schema_versions WHERE name = 'leaderboard' LIMIT 1"
                    .formatted(keyspace))
            .one();
    return row == null ? 0 : row.getInt("version");
  }

  private void validate() {
    FoundColumns found = FoundColumns.in(session, keyspace);
    for (TableShape table : TableShape.ALL) {
      table
          .mismatch(found)
          .ifPresent(
              mismatch -> {
                throw new SchemaRefusedException(
                    ("In the keyspace %s, %s. Compare it with %s and mend it, or name an empty"
                            + " keyspace with leaderboard.cassandra.keyspace to have everything"
                            + " built anew from the log.")
                        .formatted(keyspace, mismatch, SchemaResource.name(VERSION)));
              });
    }
  }

  private String datacenters() {
    return replication.entrySet().stream()
        .map(entry -> "'%s': %d".formatted(entry.getKey().replace("'", "''"), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void execute(String ddl) {
    session.execute(SimpleStatement.newInstance(ddl).setTimeout(DDL_TIMEOUT));
  }
}
