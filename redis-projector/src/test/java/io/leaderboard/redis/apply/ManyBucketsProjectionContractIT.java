package io.leaderboard.redis.apply;

import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Several buckets that get ahead of each other, and calls so small that batches take many. */
@Tag("long")
class ManyBucketsProjectionContractIT extends RedisProjectionContract {
  private static DedicatedServer<RedisAddress> server;

  ManyBucketsProjectionContractIT() {
    super(5, 20);
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
