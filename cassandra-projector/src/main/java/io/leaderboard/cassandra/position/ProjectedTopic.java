package io.leaderboard.cassandra.position;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.leaderboard.log.LogRefusedException;

/** The table {@code projected_topics}: which log the tables are filled from. */
public final class ProjectedTopic {
  private final CqlSession session;
  private final PreparedStatement insert;

  /** Prepares the statement. */
  public ProjectedTopic(CqlSession session, String keyspace) {
    this.session = session;
    this.insert =
        session.prepare(
            SimpleStatement.newInstance(
                    "INSERT INTO %s.projected_topics (topic, topic_id) VALUES (?, ?) IF NOT EXISTS"
                        .formatted(keyspace))
                .setIdempotent(true));
  }

  /**
   * Binds empty tables to a log, and checks that those that are bound are bound to it. One
   * lightweight transaction: of two services that find empty tables, one decides for both.
   *
   * @throws LogRefusedException when the tables were filled from another log
   */
  public void bind(String topic, String topicId) {
    ResultSet result = session.execute(insert.bind(topic, topicId));
    Row existing = result.wasApplied() ? null : result.one();
    if (existing != null && !topicId.equals(existing.getString("topic_id"))) {
      throw new LogRefusedException(
          ("The tables were filled from another topic %s (id %s, but Kafka's now is %s): it was"
                  + " created anew, or this is another Kafka. Connect to the former one, or name an"
                  + " empty keyspace with leaderboard.cassandra.keyspace to have everything built"
                  + " anew from this log.")
              .formatted(topic, existing.getString("topic_id"), topicId));
    }
  }
}
