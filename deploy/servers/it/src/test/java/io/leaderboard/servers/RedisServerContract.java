package io.leaderboard.servers;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Both binaries, the installed and the bundled one, do the same. */
abstract class RedisServerContract extends LocalServerContract<RedisServer> {
  static final int MEMORY_MIB = 64;

  abstract RedisBinary binary();

  @Override
  RedisServer onFreePorts(ServerSpec spec) {
    return onPort(spec, Ports.free());
  }

  @Override
  RedisServer onPort(ServerSpec spec, int port) {
    // Flushed at once: what was written a moment before a kill may be lost with everysec.
    return new RedisServer(
        spec.withMemoryMiB(MEMORY_MIB), port, binary(), List.of("--appendfsync", "always"));
  }

  @Override
  void write(String key, String value) {
    ask(redis -> redis.set(key, value));
  }

  @Override
  Optional<String> read(String key) {
    return ask(redis -> Optional.ofNullable(redis.get(key)));
  }

  <T> T ask(Function<RedisCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create(server.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown();
    }
  }
}
