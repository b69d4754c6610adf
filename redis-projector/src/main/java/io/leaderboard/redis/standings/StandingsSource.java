package io.leaderboard.redis.standings;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.cql.SessionOpener;
import io.leaderboard.events.topic.Topics;
import org.springframework.boot.ssl.SslBundles;

/** Opens the standings in Cassandra for reading, for as long as somebody reads. Thread-safe. */
public final class StandingsSource {
  private static final String SERVICE = "redis-projector";

  private final CassandraProperties cassandra;
  private final SessionOpener opener;

  /** Opens nothing yet. */
  public StandingsSource(
      CassandraProperties cassandra, StandingsProperties properties, SslBundles sslBundles) {
    this.cassandra = cassandra;
    this.opener = new SessionOpener(SERVICE, cassandra, properties.requestTimeout(), sslBundles);
  }

  /**
   * Opens the standings of a log; the caller closes them.
   *
   * @param topicId the id of {@code score-events}
   * @throws StandingsRefusedException when Cassandra is away, has no node in the local data centre
   *     or lacks them, or they are of another log
   */
  public StandingsReader open(String topicId) {
    CqlSession session;
    try {
      session =
          opener.open(
              opener
                  .settings(StandingsReader.MOST_ASKED)
                  .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true));
    } catch (DriverException | IllegalStateException e) {
      throw new StandingsRefusedException(
          "Cassandra at %s (leaderboard.cassandra.contact-points) cannot be read: %s"
              .formatted(cassandra.contactPoints(), e.getMessage()),
          e);
    }
    try {
      StandingsReader reader = new StandingsReader(session, cassandra.keyspace());
      String found = reader.topicId();
      if (!topicId.equals(found)) {
        throw new StandingsRefusedException(
            ("The standings in the keyspace %s are of a topic %s of id %s, this log's has the id %s."
                    + " Point leaderboard.cassandra.* to those of this log.")
                .formatted(cassandra.keyspace(), Topics.SCORE_EVENTS, found, topicId));
      }
      return reader;
    } catch (DriverException e) {
      session.close();
      throw new StandingsRefusedException(
          "The keyspace %s in Cassandra cannot be read: %s; is the cassandra-projector at work on it?"
              .formatted(cassandra.keyspace(), e.getMessage()),
          e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }
}
