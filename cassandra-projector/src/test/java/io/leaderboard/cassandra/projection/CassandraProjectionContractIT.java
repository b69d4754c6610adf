package io.leaderboard.cassandra.projection;

import com.datastax.oss.driver.api.core.CqlSession;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.store.TestProperties;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractGames;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ProjectionContract;
import io.leaderboard.servers.testing.TestServers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of every projection. Without a margin, as on nodes that write to disk before they
 * acknowledge: the contract asks for positions that follow at once.
 */
class CassandraProjectionContractIT implements ProjectionContract {
  private static TestStore store;

  private final Map<InetSocketAddress, CqlSession> sessions = new HashMap<>();

  @BeforeAll
  static void createTables() {
    store = new TestStore(Duration.ZERO);
  }

  @AfterAll
  static void dropTables() {
    store.close();
  }

  @BeforeEach
  void emptyTables() {
    store.clear();
  }

  @AfterEach
  void closeSessions() {
    sessions.values().forEach(CqlSession::close);
  }

  @Override
  public InetSocketAddress server() {
    return TestServers.cassandra().contactPoint();
  }

  @Override
  public Projection open(Games games, InetSocketAddress at) {
    if (at.equals(server())) {
      return store.projection(() -> games);
    }
    Interruptions interruptions = new Interruptions();
    CqlSession session =
        TestProperties.sessions(at, TestServers.cassandra().datacenter(), store.keyspace())
            .open(interruptions);
    sessions.put(at, session);
    Store tables = Store.over(session, store.keyspace(), TestStore.CONCURRENCY, store.timers());
    return store.projection(() -> tables, () -> games, interruptions);
  }

  @Override
  public Map<String, Standing> stored(BoardDefinition board) {
    return store.standingsByPeriod(ContractGames.GAME, board.id(), 1);
  }

  /** Each standing is a request of its own, in both directions. */
  @Override
  public int breaksWithinBytes() {
    return 4_000_000;
  }
}
