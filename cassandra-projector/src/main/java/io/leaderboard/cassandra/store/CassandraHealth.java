package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.metadata.NodeState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Cassandra can be worked on; asks nothing of it. */
public final class CassandraHealth implements HealthIndicator {
  private final StoreConnection connection;

  /** The health of a connection. */
  public CassandraHealth(StoreConnection connection) {
    this.connection = connection;
  }

  @Override
  public Health health() {
    StoreState state = connection.state();
    if (state instanceof StoreState.Open open) {
      long up =
          open.store().session().getMetadata().getNodes().values().stream()
              .filter(node -> node.getState() == NodeState.UP)
              .count();
      return (up > 0 ? Health.up() : Health.down())
          .withDetail("nodesUp", up)
          .withDetail("interruptions", connection.interruptions().count())
          .build();
    }
    String reason =
        state instanceof StoreState.Refused refused
            ? refused.reason()
            : ((StoreState.Connecting) state).reason();
    return Health.down().withDetail("reason", reason).build();
  }
}
