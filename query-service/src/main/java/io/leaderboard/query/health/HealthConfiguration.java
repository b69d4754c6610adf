package io.leaderboard.query.health;

import io.leaderboard.log.LogView;
import io.leaderboard.query.board.HotPages;
import io.leaderboard.query.cassandra.CassandraConnection;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.health.HealthReport.Part;
import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.redis.ReadServers;
import io.leaderboard.query.redis.RedisConnection;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Health, on the API's own port and as the readiness that Actuator shows. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
  @Bean
  HealthChecks healthChecks(
      LogView log,
      LogEndNow kafka,
      LiveGeneration live,
      HotPages pages,
      RedisConnection redis,
      ReadServers servers,
      CassandraConnection cassandra) {
    return new HealthChecks(log, kafka, live, pages, redis, servers, cassandra);
  }

  @Bean
  RouterFunction<ServerResponse> healthRoutes(HealthChecks checks) {
    return new HealthRoutes(checks).routes();
  }

  @Bean
  ReactiveHealthIndicator logHealthIndicator(HealthChecks checks) {
    return () -> Mono.fromSupplier(checks::log).map(HealthConfiguration::actuator);
  }

  @Bean
  ReactiveHealthIndicator redisHealthIndicator(HealthChecks checks) {
    return () -> checks.redis().map(HealthConfiguration::actuator);
  }

  @Bean
  ReactiveHealthIndicator cassandraHealthIndicator(HealthChecks checks) {
    return () -> Mono.fromSupplier(checks::cassandra).map(HealthConfiguration::actuator);
  }

  private static Health actuator(Part part) {
    var health = part.allowsReads() ? Health.up() : Health.down();
    return health.withDetail(part.isWell() ? "detail" : "waiting", part.detail()).build();
  }
}
