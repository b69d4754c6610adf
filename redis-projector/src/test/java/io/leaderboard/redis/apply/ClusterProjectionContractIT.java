package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.projection.Projection;
import io.leaderboard.servers.testing.RedisCluster;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Buckets that are spread over the masters of a cluster. */
class ClusterProjectionContractIT extends RedisProjectionContract {
  private static RedisCluster cluster;

  private boolean isBehindProxy;

  ClusterProjectionContractIT() {
    super(new TestRedis(12, 100, true));
  }

  @BeforeAll
  static void start() {
    cluster = new RedisCluster("--appendonly", "no");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void reachAll() {
    if (isBehindProxy) {
      cluster.reachFirstAt(cluster.first().port());
    }
  }

  /** The other masters are asked for by it. */
  @Override
  public InetSocketAddress server() {
    return new InetSocketAddress(cluster.first().host(), cluster.first().port());
  }

  @Override
  public Projection open(Games games, InetSocketAddress at) {
    if (at.getPort() != cluster.first().port()) {
      isBehindProxy = true;
      cluster.reachFirstAt(at.getPort());
    }
    return super.open(games, at);
  }
}
