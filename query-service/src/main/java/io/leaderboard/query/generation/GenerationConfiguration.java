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
  RebuildProgress rebuildProgress(OpenLog log, LogEnds ends, Positions positions) {
    return new RebuildProgress(log, ends, positions);
  }

  @Bean
  LiveGeneration liveGeneration(RedisConnection redis, OpenLog log, RebuildProgress progress) {
    return new LiveGeneration(redis, log, progress);
  }
}
