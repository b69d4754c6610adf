package io.leaderboard.query.health;

import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.Routes;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that says whether this service can serve. */
final class HealthRoutes {
  private final HealthChecks checks;

  HealthRoutes(HealthChecks checks) {
    this.checks = checks;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at("/health").get(this::health, HealthOperations.HEALTH).build();
  }

  private Mono<ServerResponse> health(ServerRequest request) {
    return checks
        .all()
        .flatMap(
            health ->
                ReadAnswers.plain(
                    health.allowsReads() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, health));
  }
}
