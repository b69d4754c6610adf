package io.leaderboard.redis.standings;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.leaderboard.events.topic.Topics;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.ssl.SslBundles;

/** Opens the standings in Cassandra for reading, for as long as somebody reads. Thread-safe. */
public final class StandingsSource {
  // Each statement that is prepared waits for it: the driver's second adds up.
  private static final Duration SCHEMA_WINDOW = Duration.ofMillis(50);

  private final CassandraProperties properties;
  private final SslBundles sslBundles;

  /** Opens nothing yet. */
  public StandingsSource(CassandraProperties properties, SslBundles sslBundles) {
    this.properties = properties;
    this.sslBundles = sslBundles;
  }

  /**
   * Opens the standings of a log; the caller closes them.
   *
   * @param topicId the id of {@code score-events}
   * @throws StandingsRefusedException when Cassandra is away or lacks them, or they are of another
   *     log
   */
  public StandingsReader open(String topicId) {
    CqlSession session;
    try {
      session = builder().build();
    } catch (DriverException | IllegalStateException e) {
      throw new StandingsRefusedException(
          "Cassandra at %s (leaderboard.cassandra.contact-points) cannot be read: %s"
              .formatted(properties.contactPoints(), e.getMessage()),
          e);
    }
    try {
      StandingsReader reader = new StandingsReader(session, properties.keyspace());
      String found = reader.topicId();
      if (!topicId.equals(found)) {
        throw new StandingsRefusedException(
            ("The standings in the keyspace %s are of a topic %s of id %s, this log's has the id %s."
                    + " Point leaderboard.cassandra.* to those of this log.")
                .formatted(properties.keyspace(), Topics.SCORE_EVENTS, found, topicId));
      }
      return reader;
    } catch (DriverException e) {
      session.close();
      throw new StandingsRefusedException(
          "The keyspace %s in Cassandra cannot be read: %s; is the cassandra-projector at work on it?"
              .formatted(properties.keyspace(), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private CqlSessionBuilder builder() {
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
              sslBundles.getBundle(bundle).createSslContext(), null, true));
    }
    return builder;
  }

  private List<InetSocketAddress> contactPoints() {
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
        .withString(DefaultDriverOption.SESSION_NAME, "redis-projector")
        .withString(
            DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, properties.localDatacenter())
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, properties.consistency().name())
        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        .build();
  }
}
