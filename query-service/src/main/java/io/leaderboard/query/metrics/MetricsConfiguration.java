package io.leaderboard.query.metrics;

import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.ReadServers;
import io.leaderboard.query.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service measures. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
  @Bean
  QueryMetrics queryMetrics(
      MeterRegistry registry, RedisConnection redis, ReadServers servers, LogEndNow log) {
    return new QueryMetrics(registry, redis, servers, log);
  }
}
