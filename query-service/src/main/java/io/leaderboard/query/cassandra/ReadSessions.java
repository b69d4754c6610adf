package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.cql.SessionOpener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Opens sessions that read, and refuse what would wait for too long. */
final class ReadSessions {
  private static final String SERVICE = "query-service";

  /**
   * A node that hangs is found out after so long and one more request timeout; from then on readers
   * are refused at once.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** Of the driver: so many at a time, so many waiting, the rest is refused. */
  private static final String THROTTLER = "ConcurrencyLimitingRequestThrottler";

  /** Reads that wait for others to end, for each that may be under way. */
  private static final int WAITING = 16;

  private final CassandraProperties cassandra;
  private final ReadProperties properties;
  private final SessionOpener opener;

  /**
   * @param sslBundles null when no bundle can be named
   */
  ReadSessions(
      CassandraProperties cassandra, ReadProperties properties, @Nullable SslBundles sslBundles) {
    this.cassandra = cassandra;
    this.properties = properties;
    this.opener = new SessionOpener(SERVICE, cassandra, properties.requestTimeout(), sslBundles);
  }

  /**
   * Opens a session.
   *
   * @throws RuntimeException when no contact point answers, or no node is in the local data centre
   */
  CqlSession open() {
    int concurrency = properties.concurrency();
    return opener.open(
        opener
            .settings(concurrency)
            .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
            .withString(DefaultDriverOption.REQUEST_THROTTLER_CLASS, THROTTLER)
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_CONCURRENT_REQUESTS, concurrency)
            .withInt(DefaultDriverOption.REQUEST_THROTTLER_MAX_QUEUE_SIZE, concurrency * WAITING)
            .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
            .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, properties.requestTimeout())
            // All that the driver must know to ask the node that holds a row.
            .withStringList(
                DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES,
                List.of(cassandra.keyspace())));
  }
}
