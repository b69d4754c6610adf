package io.leaderboard.redis.apply;

import io.leaderboard.servers.Ports;
import io.leaderboard.servers.RedisBinary;
import io.leaderboard.servers.RedisServer;
import io.leaderboard.servers.ServerSpec;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The oldest Redis that is supported, 6.2. */
@Tag("long")
class OldestRedisProjectionContractIT extends RedisProjectionContract {
  @TempDir private static Path directory;
  private static RedisServer server;

  OldestRedisProjectionContractIT() {
    super(2, 500);
  }

  @BeforeAll
  static void start() {
    server =
        new RedisServer(ServerSpec.in(directory), Ports.free(), RedisBinary.bundled(), List.of());
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Override
  public InetSocketAddress server() {
    return server.address();
  }
}
