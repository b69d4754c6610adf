package io.leaderboard.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.schema.SchemaMode;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What a service says at its start about the tables that it finds. */
class StoreConnectionIT {
  private final CassandraAddress cassandra = TestServers.cassandra();
  private final String keyspace = TestServers.uniqueName("connection");
  private CqlSession session;

  @BeforeEach
  void connect() {
    session =
        TestProperties.sessions(cassandra.contactPoint(), cassandra.datacenter(), keyspace)
            .open(new Interruptions());
  }

  @AfterEach
  void disconnect() {
    session.execute("DROP KEYSPACE IF EXISTS " + keyspace);
    session.close();
  }

  @Test
  void newerTablesAreReportedWithWhatToDoAndLookedAtUntilTheyAreRight() {
    try (StoreConnection first = start(SchemaMode.APPLY, Map.of())) {
      await().atMost(Duration.ofMinutes(1)).until(() -> isUp(first));
    }
    session.execute(
        "INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', 99)"
            .formatted(keyspace));
    try (StoreConnection connection = start(SchemaMode.APPLY, Map.of())) {
      awaitRefused(connection, "version 99", "Start the newer service");
      session.execute(
          "DELETE FROM %s.schema_versions WHERE name = 'leaderboard' AND version = 99"
              .formatted(keyspace));
      await().atMost(Duration.ofMinutes(1)).until(() -> isUp(connection));
    }
  }

  @Test
  void tablesThatAreMissingAreReportedByAServiceThatMayNotMakeThem() {
    try (StoreConnection connection = start(SchemaMode.VALIDATE, Map.of())) {
      awaitRefused(connection, "version 0", "leaderboard.cassandra.schema=apply");
      try (StoreConnection other = start(SchemaMode.APPLY, Map.of())) {
        await().atMost(Duration.ofMinutes(1)).until(() -> isUp(other));
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> isUp(connection));
    }
  }

  /** More copies than there are nodes: nobody can agree on anything, and it says so. */
  @Test
  void aKeyspaceHasAsManyCopiesAsTheConfigurationSays() {
    try (StoreConnection connection = start(SchemaMode.APPLY, Map.of(cassandra.datacenter(), 3))) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(connection.state().toString()).contains("Not enough replicas"));
    }
    Map<String, String> replication =
        Objects.requireNonNull(
                session
                    .execute(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                        keyspace)
                    .one())
            .getMap(0, String.class, String.class);
    assertThat(replication)
        .containsEntry(cassandra.datacenter(), "3")
        .hasEntrySatisfying("class", name -> assertThat(name).endsWith("NetworkTopologyStrategy"));
  }

  private static void awaitRefused(StoreConnection connection, String... said) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(connection.state()).isInstanceOf(StoreState.Refused.class));
    Health health = new CassandraHealth(connection).health();
    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
    assertThat(String.valueOf(health.getDetails().get("reason"))).contains(said);
  }

  private static boolean isUp(StoreConnection connection) {
    return new CassandraHealth(connection).health().getStatus().equals(Status.UP);
  }

  private StoreConnection start(SchemaMode schema, Map<String, Integer> replication) {
    CassandraProperties at =
        new CassandraProperties(
            List.of(cassandra.host() + ":" + cassandra.port()),
            cassandra.datacenter(),
            keyspace,
            DefaultConsistencyLevel.LOCAL_QUORUM,
            null,
            null,
            null);
    StoreProperties properties =
        new StoreProperties(
            schema, replication, Duration.ofSeconds(10), 256, Duration.ZERO, 50_000);
    StoreConnection connection =
        new StoreConnection(
            at,
            properties,
            new StoreSessions(at, properties, null),
            new RequestTimers(new SimpleMeterRegistry()),
            new Interruptions(),
            version -> {});
    connection.start();
    return connection;
  }
}
