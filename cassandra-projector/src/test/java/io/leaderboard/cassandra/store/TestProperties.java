package io.leaderboard.cassandra.store;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.schema.SchemaMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Configurations of tests. */
public final class TestProperties {
  private TestProperties() {}

  /** With time-outs that a test can wait for. */
  public static CassandraProperties of(
      InetSocketAddress at, String datacenter, String keyspace, Duration syncMargin) {
    return of(at, datacenter, keyspace, syncMargin, SchemaMode.APPLY);
  }

  /** With another way to treat the schema. */
  public static CassandraProperties of(
      InetSocketAddress at,
      String datacenter,
      String keyspace,
      Duration syncMargin,
      SchemaMode schema) {
    return new CassandraProperties(
        List.of(at.getHostString() + ":" + at.getPort()),
        datacenter,
        keyspace,
        schema,
        Map.of(),
        DefaultConsistencyLevel.LOCAL_QUORUM,
        null,
        null,
        null,
        Duration.ofSeconds(10),
        256,
        syncMargin,
        50_000);
  }
}
