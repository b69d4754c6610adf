package io.leaderboard.cassandra.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.TestProperties;
import io.leaderboard.cassandra.store.WholeLog;
import io.leaderboard.events.cassandra.StandingsTables;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.TestServers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaIT {
  private final List<CqlSession> sessions = new ArrayList<>();
  private final String keyspace = TestServers.uniqueName("schema");
  private CqlSession session;

  @BeforeEach
  void connect() {
    session = open();
  }

  @AfterEach
  void disconnect() {
    session.execute("DROP KEYSPACE IF EXISTS " + keyspace);
    sessions.forEach(CqlSession::close);
  }

  @Test
  void instancesThatStartAtOnceLeaveOneSchema() throws Exception {
    int instances = 8;
    AtomicInteger creating = new AtomicInteger();
    AtomicInteger mostCreating = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(instances);
    try {
      List<Future<?>> started = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        CqlSession own = watched(i == 0 ? session : open(), creating, mostCreating);
        started.add(
            threads.submit(
                () -> {
                  schema(own, SchemaMode.APPLY).prepare();
                  return null;
                }));
      }
      for (Future<?> each : started) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // Through two nodes at once, each could give the table an id of its own.
    assertThat(mostCreating).hasValue(1);
    assertThat(session.execute("SELECT version FROM " + keyspace + ".schema_versions").all())
        .extracting(row -> row.getInt(0))
        .containsExactly(3, 2, 1)
        .startsWith(Schema.VERSION);
    assertThat(session.execute("SELECT * FROM " + keyspace + ".schema_lock").all()).isEmpty();
    schema(session, SchemaMode.VALIDATE).prepare();
  }

  /** Counts how many create a table at the same time; that of the lock may be. */
  private static CqlSession watched(
      CqlSession session, AtomicInteger creating, AtomicInteger mostCreating) {
    return (CqlSession)
        Proxy.newProxyInstance(
            CqlSession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, args) -> {
              boolean creates =
                  method.getName().equals("execute")
                      && args[0] instanceof SimpleStatement statement
                      && statement.getQuery().startsWith("CREATE TABLE")
                      && !statement.getQuery().contains("schema_lock");
              if (creates) {
                mostCreating.accumulateAndGet(creating.incrementAndGet(), Math::max);
              }
              try {
                return method.invoke(session, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                creating.addAndGet(creates ? -1 : 0);
              }
            });
  }

  @Test
  void anInstanceThatDiedHalfWayIsFollowedByOneThatBeginsAnew() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute("DROP TABLE " + keyspace + ".board_standings");
    session.execute("TRUNCATE " + keyspace + ".schema_versions");

    schema(session, SchemaMode.APPLY).prepare();
  }

  @Test
  void tablesThatAreMissingAreReportedWithWhatToDo() {
    assertThatThrownBy(() -> schema(session, SchemaMode.VALIDATE).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("version 0, but this service needs version 3")
        .hasMessageContaining("leaderboard.cassandra.schema=apply")
        .hasMessageContaining("schema/V1.cql");
  }

  @Test
  void tablesOfAnEarlierVersionGetWhatTheyLackAndKeepWhatTheyHold() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute("DROP TABLE %s.projection_closings".formatted(keyspace));
    session.execute(
        "DELETE FROM %s.schema_versions WHERE name = 'leaderboard'".formatted(keyspace));
    session.execute(
        "INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', 1)"
            .formatted(keyspace));
    session.execute(
        "INSERT INTO %s.projected_topics (topic, topic_id) VALUES ('t', 'id')".formatted(keyspace));

    assertThatThrownBy(() -> schema(session, SchemaMode.VALIDATE).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("version 1, but this service needs version 3")
        .hasMessageContaining("schema/V2.cql");
    schema(session, SchemaMode.APPLY).prepare();

    assertThat(session.execute("SELECT * FROM " + keyspace + ".projected_topics").all()).hasSize(1);
    assertThat(session.execute("SELECT * FROM " + keyspace + ".projection_closings").all())
        .isEmpty();
  }

  /** Refused before anything is dropped: the former service can go on with them. */
  @Test
  void tablesOfAnEarlierVersionStayAsTheyAreOnALogThatHasLostItsStart() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute("CREATE TABLE %s.standings (game_id text PRIMARY KEY)".formatted(keyspace));
    session.execute(
        "DELETE FROM %s.schema_versions WHERE name = 'leaderboard'".formatted(keyspace));
    session.execute(
        "INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', 2)"
            .formatted(keyspace));

    assertThatThrownBy(() -> schema(() -> Map.of(0, 0L, 1, 5L)).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("partition 1 of score-events begins at 5");
    assertThat(session.execute("SELECT * FROM " + keyspace + ".standings").all()).isEmpty();

    schema(() -> Map.of(0, 0L, 1, 0L)).prepare();
    assertThatThrownBy(() -> session.execute("SELECT * FROM " + keyspace + ".standings"))
        .isInstanceOf(InvalidQueryException.class);
  }

  private Schema schema(Supplier<Map<Integer, Long>> starts) {
    return new Schema(
        session,
        keyspace,
        Map.of(TestServers.cassandra().datacenter(), 1),
        SchemaMode.APPLY,
        new WholeLog(starts));
  }

  @Test
  void newerTablesAreReportedWithWhatToDo() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute(
        "INSERT INTO %s.schema_versions (name, version) VALUES ('leaderboard', 99)"
            .formatted(keyspace));

    assertThatThrownBy(() -> schema(session, SchemaMode.APPLY).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("version 99, but this service knows only up to 3")
        .hasMessageContaining("Start the newer service");
  }

  @Test
  void theTablesAreThoseThatOtherServicesRead() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    String agreed = TestServers.uniqueName("agreed");
    session.execute(
        "CREATE KEYSPACE %s WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
            .formatted(agreed));
    try {
      StandingsTables.create(agreed).forEach(session::execute);
      for (String name : StandingsTables.names()) {
        TableMetadata ours = table(keyspace, name);
        TableMetadata theirs = table(agreed, name);
        assertThat(types(ours.getColumns().values()))
            .containsAll(types(theirs.getColumns().values()));
        assertThat(types(ours.getPartitionKey())).isEqualTo(types(theirs.getPartitionKey()));
        assertThat(types(ours.getClusteringColumns().keySet()))
            .isEqualTo(types(theirs.getClusteringColumns().keySet()));
      }
    } finally {
      session.execute("DROP KEYSPACE " + agreed);
    }
  }

  private TableMetadata table(String in, String name) {
    return session.refreshSchema().getKeyspace(in).orElseThrow().getTable(name).orElseThrow();
  }

  private static List<String> types(Collection<ColumnMetadata> columns) {
    return columns.stream().map(column -> column.getName() + " " + column.getType()).toList();
  }

  @Test
  void aColumnOfAnotherTypeIsReportedByName() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute("ALTER TABLE %s.board_standings DROP reached_at".formatted(keyspace));

    assertThatThrownBy(() -> schema(session, SchemaMode.APPLY).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("board_standings lacks the column 'reached_at timestamp'");
  }

  @Test
  void aKeyOfAnotherShapeIsReportedByName() throws Exception {
    schema(session, SchemaMode.APPLY).prepare();
    session.execute("DROP TABLE %s.score_months".formatted(keyspace));
    session.execute(
        "CREATE TABLE %s.score_months (game_id text PRIMARY KEY, user_id text)"
            .formatted(keyspace));

    assertThatThrownBy(() -> schema(session, SchemaMode.APPLY).prepare())
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("score_months has the partition key [game_id text]");
  }

  @Test
  void aWrongDatacenterIsReportedWithTheOnesThereAre() {
    CassandraAddress cassandra = TestServers.cassandra();

    assertThatThrownBy(
            () ->
                TestProperties.sessions(cassandra.contactPoint(), "moon", keyspace)
                    .open(new Interruptions()))
        .hasMessageContaining("leaderboard.cassandra.local-datacenter is 'moon'")
        .hasMessageContaining(cassandra.datacenter());
  }

  private Schema schema(CqlSession over, SchemaMode mode) {
    return new Schema(
        over, keyspace, Map.of(TestServers.cassandra().datacenter(), 1), mode, v -> {});
  }

  private CqlSession open() {
    CassandraAddress cassandra = TestServers.cassandra();
    CqlSession opened =
        TestProperties.sessions(cassandra.contactPoint(), cassandra.datacenter(), keyspace)
            .open(new Interruptions());
    sessions.add(opened);
    return opened;
  }
}
