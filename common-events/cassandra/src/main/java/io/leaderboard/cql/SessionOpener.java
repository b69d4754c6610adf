package io.leaderboard.cql;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeStateListener;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Opens a service's sessions as the configuration says. Thread-safe. */
public final class SessionOpener {
  // Far below the driver's minute: a node that was restarted is found again within seconds.
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(200);
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);
  // Each statement that creates a table or is prepared waits for it: the driver's second adds up to
  // ten at a start.
  private static final Duration SCHEMA_WINDOW = Duration.ofMillis(50);
  private static final int USUAL_REQUESTS = 1_024;
  // The driver's own, such as heartbeats and metadata, share the connection.
  private static final int REQUESTS_TO_SPARE = 64;

  private final String service;
  private final CassandraProperties properties;
  private final Duration requestTimeout;
  private final @Nullable SslBundles sslBundles;

  /**
   * Opens nothing yet.
   *
   * @param service what Cassandra and the driver's log call the sessions
   * @param requestTimeout of a request, and of each step of connecting
   * @param sslBundles null when no bundle can be named
   * @throws IllegalArgumentException when the bundle that is named does not exist or cannot be
   *     used: a service that starts all the same would never connect
   */
  public SessionOpener(
      String service,
      CassandraProperties properties,
      Duration requestTimeout,
      @Nullable SslBundles sslBundles) {
    this.service = service;
    this.properties = properties;
    this.requestTimeout = requestTimeout;
    this.sslBundles = sslBundles;
    String bundle = properties.sslBundle();
    if (bundle != null) {
      var unused = sslContext(bundle);
    }
  }

  /**
   * The driver's settings that all services have in common, to which a service adds its own.
   *
   * @param concurrency most requests that the service has under way; a connection takes them all
   */
  public ProgrammaticDriverConfigLoaderBuilder settings(int concurrency) {
    return DriverConfigLoader.programmaticBuilder()
        .withString(DefaultDriverOption.SESSION_NAME, service)
        .withString(
            DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, properties.localDatacenter())
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, properties.consistency().name())
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, requestTimeout)
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, requestTimeout)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, requestTimeout)
        .withInt(
            DefaultDriverOption.CONNECTION_MAX_REQUESTS,
            Math.max(USUAL_REQUESTS, concurrency + REQUESTS_TO_SPARE))
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, FIRST_RECONNECT)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
        // Who opens a session says once an outage that it cannot.
        .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0);
  }

  /**
   * Opens a session; the caller closes it.
   *
   * @param settings those of {@link #settings}, and the service's own
   * @throws RuntimeException when no contact point answers; an {@link IllegalStateException} when
   *     no node is in the local data centre, with the data centres there are
   */
  public CqlSession open(ProgrammaticDriverConfigLoaderBuilder settings) {
    return open(settings, null);
  }

  /** As the other one, and tells the listener what becomes of the nodes. */
  public CqlSession open(
      ProgrammaticDriverConfigLoaderBuilder settings, @Nullable NodeStateListener listener) {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .withConfigLoader(settings.build())
            .addContactPoints(properties.addresses());
    if (listener != null) {
      builder.withNodeStateListener(listener);
    }
    String username = properties.username();
    String password = properties.password();
    if (username != null && password != null) {
      builder.withAuthCredentials(username, password);
    }
    String bundle = properties.sslBundle();
    if (bundle != null) {
      builder.withSslEngineFactory(
          new ProgrammaticSslEngineFactory(sslContext(bundle), null, true));
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

  /** Made anew for each session: a bundle may be reloaded. */
  private SSLContext sslContext(String bundle) {
    try {
      if (sslBundles != null) {
        return sslBundles.getBundle(bundle).createSslContext();
      }
    } catch (NoSuchSslBundleException e) {
      throw new IllegalArgumentException(noSuch(bundle), e);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "leaderboard.cassandra.ssl-bundle is '%s', which cannot be used: %s"
              .formatted(bundle, e.getMessage()),
          e);
    }
    throw new IllegalArgumentException(noSuch(bundle));
  }

  private static String noSuch(String bundle) {
    return "leaderboard.cassandra.ssl-bundle is '%s', but no spring.ssl.bundle has that name"
        .formatted(bundle);
  }

  /** The driver opens sessions that will never find a node. */
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
}
