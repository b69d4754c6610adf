package io.leaderboard.query.metrics;

import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.RedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service measures. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
  @Bean
  QueryMetrics queryMetrics(MeterRegistry registry, RedisConnection redis, LogEndNow log) {
    return new QueryMetrics(registry, redis, log);
  }
}
