package io.leaderboard.servers;

import org.junit.jupiter.api.Assumptions;

/**
 * Needs a redis-server 7 or newer on the PATH; without one the bundled server is the only one there
 * is.
 */
class InstalledRedisServerIT extends RedisServerContract {
  @Override
  RedisBinary binary() {
    Assumptions.assumeTrue(
        RedisBinary.installed().isPresent(), "no redis-server 7 or newer on the PATH");
    return RedisBinary.installed().orElseThrow();
  }
}
