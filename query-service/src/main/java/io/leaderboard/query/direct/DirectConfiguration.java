package io.leaderboard.query.direct;

import io.leaderboard.query.web.ReadRoutes;
import io.leaderboard.web.DirectProblems;
import io.leaderboard.web.WebFlux;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hot reads below WebFlux. */
@Configuration(proxyBeanMethods = false)
class DirectConfiguration {
  @Bean
  NettyRouteProvider directReads(
      List<ReadRoutes> features, MeterRegistry registry, WebFlux webFlux, DirectProblems problems) {
    List<DirectRoute> routes =
        features.stream()
            .flatMap(feature -> feature.routes().stream())
            .map(route -> new DirectRoute(route, registry))
            .toList();
    return new DirectReads(routes, webFlux, problems);
  }
}
