package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Opens sessions as the configuration says. */
public final class SessionOpener {
  // Far below the driver's minute: a node that was restarted is found again within seconds.
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(20);
  // Each statement that creates a table waits for it: the driver's second adds up to ten at a
  // start.
  private static final Duration SCHEMA_WINDOW = Duration.ofMillis(50);
  private static final int USUAL_REQUESTS = 1_024;
  // The driver's own, such as heartbeats and metadata, share the connection.
  private static final int REQUESTS_TO_SPARE = 64;

  private final CassandraProperties properties;
  private final @Nullable SslBundles sslBundles;

  /**
   * @param sslBundles null when no bundle can be named
   */
  public SessionOpener(CassandraProperties properties, @Nullable SslBundles sslBundles) {
    this.properties = properties;
    this.sslBundles = sslBundles;
  }

  /**
   * Opens a session.
   *
   * @throws RuntimeException when no contact point answers, or no node is in the local data centre
   */
  public CqlSession open(Interruptions interruptions) {
    return open(config().build(), interruptions);
  }

  /**
   * Opens a session for creating tables. It does not follow the schema, so that it knows no
   * replicas, and its statements end with their time-outs.
   *
   * @throws RuntimeException as {@link #open(Interruptions)} does
   */
  public CqlSession openForTables() {
    DriverConfigLoader blind =
        config().withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false).build();
    return open(blind, null);
  }

  private CqlSession open(DriverConfigLoader config, @Nullable Interruptions interruptions) {
    CqlSessionBuilder builder =
        CqlSession.builder().withConfigLoader(config).addContactPoints(contactPoints());
    if (interruptions != null) {
      builder.withNodeStateListener(interruptions);
    }
    String username = properties.username();
    String password = properties.password();
    if (username != null && password != null) {
      builder.withAuthCredentials(username, password);
    }
    String bundle = properties.sslBundle();
    if (bundle != null) {
      builder.withSslEngineFactory(
          new ProgrammaticSslEngineFactory(
              Objects.requireNonNull(sslBundles).getBundle(bundle).createSslContext(), null, true));
    }
    CqlSession session = builder.build();
    try {
      requireLocalNodes(session);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void requireLocalNodes(CqlSession session) {
    TreeSet<String> found =
        session.getMetadata().getNodes().values().stream()
            .map(Node::getDatacenter)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!found.contains(properties.localDatacenter())) {
      throw new IllegalStateException(
          "leaderboard.cassandra.local-datacenter is '%s', but the nodes are in %s"
              .formatted(properties.localDatacenter(), found));
    }
  }

  private List<InetSocketAddress> contactPoints() {
    // Not resolved here: a name is looked up again whenever a connection is made.
    return properties.contactPoints().stream()
        .map(
            point -> {
              int colon = point.lastIndexOf(':');
              String host = point.substring(0, colon).replaceAll("^\\[|\\]$", "");
              return InetSocketAddress.createUnresolved(
                  host, Integer.parseInt(point.substring(colon + 1)));
            })
        .toList();
  }

  private ProgrammaticDriverConfigLoaderBuilder config() {
    Duration timeout = properties.requestTimeout();
    return DriverConfigLoader.programmaticBuilder()
        .withString(DefaultDriverOption.SESSION_NAME, "cassandra-projector")
        .withString(
            DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, properties.localDatacenter())
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, properties.consistency().name())
        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, serialConsistency().name())
        .withInt(
            DefaultDriverOption.CONNECTION_MAX_REQUESTS,
            Math.max(USUAL_REQUESTS, properties.concurrency() + REQUESTS_TO_SPARE))
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, FIRST_RECONNECT)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
        .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, SCHEMA_TIMEOUT)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0);
  }

  private DefaultConsistencyLevel serialConsistency() {
    return properties.consistency() == DefaultConsistencyLevel.LOCAL_QUORUM
        ? DefaultConsistencyLevel.LOCAL_SERIAL
        : DefaultConsistencyLevel.SERIAL;
  }
}
