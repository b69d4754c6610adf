package io.leaderboard.redis.apply;

import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One bucket, as on a single Redis. */
class RedisProjectionContractIT extends RedisProjectionContract {
  private static DedicatedServer<RedisAddress> server;

  RedisProjectionContractIT() {
    super(1, 500);
  }

  @BeforeAll
  static void start() {
    server = TestServers.dedicatedRedis();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  public InetSocketAddress server() {
    return new InetSocketAddress(server.address().host(), server.address().port());
  }
}
