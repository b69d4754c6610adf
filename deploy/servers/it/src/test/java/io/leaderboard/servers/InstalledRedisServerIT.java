package io.leaderboard.servers;

import org.junit.jupiter.api.condition.EnabledIf;

/** Without a redis-server on the PATH the bundled one is the only one there is. */
@EnabledIf(value = "isInstalled", disabledReason = "no redis-server 7 or newer on the PATH")
class InstalledRedisServerIT extends RedisServerContract {
  static boolean isInstalled() {
    return RedisBinary.installed().isPresent();
  }

  @Override
  RedisBinary binary() {
    return RedisBinary.installed().orElseThrow();
  }
}
