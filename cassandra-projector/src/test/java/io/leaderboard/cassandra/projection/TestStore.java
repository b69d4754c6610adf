package io.leaderboard.cassandra.projection;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.leaderboard.cassandra.position.PositionsTable;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.schema.Schema;
import io.leaderboard.cassandra.schema.SchemaMode;
import io.leaderboard.cassandra.standing.IgnoredEvents;
import io.leaderboard.cassandra.statement.RequestTimers;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.store.StoreProperties;
import io.leaderboard.cassandra.store.TestProperties;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractLog;
import io.leaderboard.servers.testing.CassandraAddress;
import io.leaderboard.servers.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A keyspace of its own on the shared Cassandra, and projections over it. */
public final class TestStore implements AutoCloseable {
  /** Most requests under way. */
  public static final int CONCURRENCY = 256;

  private static final List<String> TABLES =
      List.of(
          "score_events",
          "score_months",
          "game_users",
          "board_standings",
          "game_rules",
          "projection_positions",
          "projection_closings",
          "final_standings",
          "final_ranks",
          "final_manifests",
          "final_periods",
          "projected_topics");

  final StoreProperties properties;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RequestTimers timers = new RequestTimers(registry);
  private final IgnoredEvents ignored = new IgnoredEvents(registry);
  private final String keyspace = TestServers.uniqueName("projector");
  private final CqlSession session;

  /** With a margin of safety. */
  public TestStore(Duration syncMargin) {
    CassandraAddress cassandra = TestServers.cassandra();
    String datacenter = cassandra.datacenter();
    properties = TestProperties.of(syncMargin);
    session =
        TestProperties.sessions(cassandra.contactPoint(), datacenter, keyspace)
            .open(new Interruptions());
    try {
      new Schema(session, keyspace, properties.copies(datacenter), SchemaMode.APPLY, v -> {})
          .prepare();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The session. */
  public CqlSession session() {
    return session;
  }

  /** The keyspace. */
  public String keyspace() {
    return keyspace;
  }

  /** Empties the tables. */
  public void clear() {
    TABLES.forEach(table -> session.execute("TRUNCATE " + keyspace() + "." + table));
  }

  /** A projection as another process would have it, over a session that tests may break. */
  CassandraProjection projection(CqlSession over, Supplier<Games> games) {
    Store store = tables(over);
    return projection(() -> store, games, new Interruptions());
  }

  /** The tables over a session that tests may break. */
  public Store tables(CqlSession over) {
    return Store.over(over, keyspace(), CONCURRENCY, timers);
  }

  CassandraProjection projection(Supplier<Games> games) {
    return projection(session, games);
  }

  CassandraProjection projection(
      Supplier<Store> store, Supplier<Games> games, Interruptions interruptions) {
    return projection(store, games, interruptions, System::nanoTime);
  }

  /** With a clock that decides what is certainly kept. */
  CassandraProjection projection(
      Supplier<Store> store,
      Supplier<Games> games,
      Interruptions interruptions,
      LongSupplier nanoClock) {
    ProjectedLog log =
        new ProjectedLog() {
          @Override
          public Games games() {
            return games.get();
          }

          @Override
          public String topicId() {
            return "the-test's-topic";
          }
        };
    return new CassandraProjection(store, log, properties, interruptions, ignored, nanoClock);
  }

  RequestTimers timers() {
    return timers;
  }

  /** The positions of a projection. */
  public Map<Integer, ProjectionOffsets> positions(String projection) {
    return new PositionsTable(session, keyspace())
        .read(projection, new Requests(session, CONCURRENCY, timers));
  }

  /** Every standing under rules of this version. */
  Map<StandingKey, Standing> standings(int rules) {
    Map<StandingKey, Standing> standings = new HashMap<>();
    for (Row row : rows("board_standings")) {
      if (row.getInt("rules") == rules) {
        standings.put(
            new StandingKey(
                text(row, "game_id"),
                text(row, "board_id"),
                text(row, "period"),
                text(row, "user_id")),
            standing(row));
      }
    }
    return standings;
  }

  /** What stands on a board, by {@link ContractLog#user}. */
  Map<String, Standing> standingsByPeriod(String gameId, String boardId, int rules) {
    Map<String, Standing> standings = new HashMap<>();
    for (Row row : rows("board_standings")) {
      if (Objects.equals(row.getString("game_id"), gameId)
          && Objects.equals(row.getString("board_id"), boardId)
          && row.getInt("rules") == rules) {
        standings.put(
            ContractLog.user(row.getString("period"), row.getString("user_id")), standing(row));
      }
    }
    return standings;
  }

  private static Standing standing(Row row) {
    return new Standing(
        row.getLong("value"), Objects.requireNonNull(row.getInstant("reached_at")).toEpochMilli());
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.getString(column));
  }

  /** Every row of a table. */
  public List<Row> rows(String table) {
    List<Row> rows = new ArrayList<>();
    session.execute("SELECT * FROM " + keyspace() + "." + table).forEach(rows::add);
    return rows;
  }

  @Override
  public void close() {
    session.execute("DROP KEYSPACE " + keyspace());
    session.close();
  }
}
