package io.leaderboard.query.freshness;

import io.leaderboard.log.LogEnds;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.metrics.QueryMetrics;
import io.leaderboard.query.position.Positions;
import io.leaderboard.query.redis.ReadServers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How far answers are behind the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FreshnessProperties.class)
class FreshnessConfiguration {
  @Bean
  Positions positions(ReadServers servers, FreshnessProperties properties) {
    return new Positions(servers.masters(), properties.pollInterval());
  }

  @Bean
  Lag lag(LogEnds ends, LogEndNow now) {
    return new Lag(ends, now);
  }

  @Bean
  FreshReads freshReads(
      OpenLog log,
      LogEnds ends,
      LogEndNow now,
      LiveGeneration live,
      Positions positions,
      Lag lag,
      ReadServers servers,
      FreshnessProperties properties,
      QueryMetrics metrics) {
    LogEndCheck check = new LogEndCheck(log, ends, now);
    return new FreshReads(log, live, positions, servers, lag, check, properties, metrics);
  }
}
