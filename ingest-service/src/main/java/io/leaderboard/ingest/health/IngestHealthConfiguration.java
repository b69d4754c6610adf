package io.leaderboard.ingest.health;

import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.log.LogView;
import io.leaderboard.web.Json;
import io.leaderboard.web.Routes;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** {@code GET /health}, and the same as a part of Actuator's readiness. */
@Configuration(proxyBeanMethods = false)
class IngestHealthConfiguration {
  @Bean(initMethod = "start")
  LogPulse logPulse(LogView log, LogProducer producer) {
    return new LogPulse(log, producer);
  }

  @Bean
  IngestHealth ingestHealth(LogView log, LogPulse pulse, LogProducer producer) {
    return new IngestHealth(log, pulse, producer);
  }

  /** Named {@code log} in Actuator's groups. */
  @Bean
  HealthIndicator logHealthIndicator(IngestHealth health) {
    return () -> {
      Optional<String> waiting = health.waiting();
      var told = waiting.isEmpty() ? Health.up() : Health.outOfService();
      waiting.ifPresent(reason -> told.withDetail("waiting", reason));
      return told.withDetails(health.parts()).build();
    };
  }

  @Bean
  RouterFunction<ServerResponse> healthRoute(IngestHealth health) {
    return Routes.at("/health")
        .get(
            request ->
                ServerResponse.status(
                        health.isUp() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                    .contentType(MediaType.APPLICATION_JSON)
                    .header("Cache-Control", "no-store")
                    .bodyValue(Json.write(health.document())),
            IngestHealthOperations.HEALTH)
        .build();
  }
}
