package io.leaderboard.query.generation;

import io.leaderboard.log.LogEnds;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.Positions;
import io.leaderboard.query.redis.RedisConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The generation that readers use. */
@Configuration(proxyBeanMethods = false)
class GenerationConfiguration {
  @Bean
  RebuildShares rebuildShares(OpenLog log, LogEnds ends, Positions positions) {
    return new RebuildShares(log, ends, positions);
  }

  @Bean
  LiveGeneration liveGeneration(RedisConnection redis, OpenLog log, RebuildShares progress) {
    return new LiveGeneration(redis, log, progress);
  }
}
