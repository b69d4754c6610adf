package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.cql.SessionOpener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Opens sessions that write, and those that create the tables. Thread-safe. */
public final class StoreSessions {
  private static final String SERVICE = "cassandra-projector";
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(20);

  private final CassandraProperties cassandra;
  private final StoreProperties properties;
  private final SessionOpener opener;

  /**
   * @param sslBundles null when no bundle can be named
   */
  public StoreSessions(
      CassandraProperties cassandra, StoreProperties properties, @Nullable SslBundles sslBundles) {
    this.cassandra = cassandra;
    this.properties = properties;
    this.opener = new SessionOpener(SERVICE, cassandra, properties.requestTimeout(), sslBundles);
  }

  /**
   * Opens a session.
   *
   * @throws RuntimeException when no contact point answers, or no node is in the local data centre
   */
  public CqlSession open(Interruptions interruptions) {
    return opener.open(settings(), interruptions);
  }

  /**
   * Opens a session for creating tables. It does not follow the schema, so that it knows no
   * replicas, and its statements end with their time-outs.
   *
   * @throws RuntimeException as {@link #open(Interruptions)} does
   */
  public CqlSession openForTables() {
    return opener.open(settings().withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false));
  }

  private ProgrammaticDriverConfigLoaderBuilder settings() {
    return opener
        .settings(properties.concurrency())
        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, serialConsistency().name())
        .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT);
  }

  private DefaultConsistencyLevel serialConsistency() {
    return cassandra.consistency() == DefaultConsistencyLevel.LOCAL_QUORUM
        ? DefaultConsistencyLevel.LOCAL_SERIAL
        : DefaultConsistencyLevel.SERIAL;
  }
}
