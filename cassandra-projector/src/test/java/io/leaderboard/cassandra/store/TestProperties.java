package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.schema.SchemaMode;
import io.leaderboard.cql.CassandraProperties;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Configurations of tests. */
public final class TestProperties {
  private TestProperties() {}

  /** With time-outs that a test can wait for. */
  public static StoreProperties of(Duration syncMargin) {
    return new StoreProperties(
        SchemaMode.APPLY, Map.of(), Duration.ofSeconds(10), 256, syncMargin, 50_000);
  }

  /** Sessions to one node. */
  public static StoreSessions sessions(InetSocketAddress at, String datacenter, String keyspace) {
    CassandraProperties cassandra =
        new CassandraProperties(
            List.of(at.getHostString() + ":" + at.getPort()),
            datacenter,
            keyspace,
            DefaultConsistencyLevel.LOCAL_QUORUM,
            null,
            null,
            null);
    return new StoreSessions(cassandra, of(Duration.ZERO), null);
  }
}
