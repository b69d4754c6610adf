package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
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

/** Opens sessions for reading, as the configuration says. */
final class SessionOpener {
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

  /**
   * A node that hangs is found out after so long and one more request timeout; from then on readers
   * are refused at once.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** Of the driver: so many at a time, so many waiting, the rest is refused. */
  private static final String THROTTLER = "ConcurrencyLimitingRequestThrottler";

  /** Reads that wait for others to end, for each that may be under way. */
  private static final int WAITING = 16;

  private static final int USUAL_REQUESTS = 1_024;
  // The driver's own, such as heartbeats and metadata, share the connection.
  private static final int REQUESTS_TO_SPARE = 64;

  private final CassandraProperties properties;
  private final @Nullable SslBundles sslBundles;

  /**
   * @param sslBundles null when no bundle can be named
   */
  SessionOpener(CassandraProperties properties, @Nullable SslBundles sslBundles) {
    this.properties = properties;
    this.sslBundles = sslBundles;
  }

  /**
   * Opens a session.
   *
   * @throws RuntimeException when no contact point answers, or no node is in the local data centre
   */
  CqlSession open() {
    CqlSessionBuilder builder =
        CqlSession.builder().withConfigLoader(config()).addContactPoints(contactPoints());
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

  private DriverConfigLoader config() {
    Duration timeout = properties.requestTimeout();
    return DriverConfigLoader.programmaticBuilder()
        .withString(DefaultDriverOption.SESSION_NAME, "query-service")
        .withString(
            DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, properties.localDatacenter())
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, properties.consistency().name())
        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withString(DefaultDriverOption.REQUEST_THROTTLER_CLASS, THROTTLER)
        .withInt(
            DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, properties.concurrency())
        .withInt(
            DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE,
            properties.concurrency() * WAITING)
        .withInt(
            DefaultDriverOption.CONNECTION_MAX_REQUESTS,
            Math.max(USUAL_REQUESTS, properties.concurrency() + REQUESTS_TO_SPARE))
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, FIRST_RECONNECT)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
        .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
        .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, timeout)
        // All that the driver must know to ask the node that holds a row.
        .withStringList(
            DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(properties.keyspace()))
        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        .build();
  }
}
