package io.leaderboard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BundledRedisServerIT extends RedisServerContract {
  @Override
  RedisBinary binary() {
    return RedisBinary.bundled();
  }

  @Test
  void isTheVersionItClaims() {
    String info = ask(redis -> redis.info("server"));

    assertThat(info).contains("redis_version:" + binary().version());
  }

  @Test
  void refusesWritesRatherThanEvict() {
    Map<String, String> policy = ask(redis -> redis.configGet("maxmemory-policy"));

    assertThat(policy).containsValue("noeviction");
  }

  @Test
  void takesItsMemoryLimit() {
    Map<String, String> limit = ask(redis -> redis.configGet("maxmemory"));

    assertThat(limit).containsValue(Long.toString(MEMORY_MIB * 1024L * 1024L));
  }
}
