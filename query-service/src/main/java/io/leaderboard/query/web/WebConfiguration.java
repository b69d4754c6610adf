package io.leaderboard.query.web;

import io.leaderboard.web.ProblemMapper;
import io.leaderboard.web.gate.OriginCheck;
import io.swagger.v3.oas.models.info.Info;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

/** What all routes share. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsProperties.class)
class WebConfiguration {
  @Bean
  RouterFunction<ServerResponse> readRoutes(List<ReadRoutes> features) {
    return features.stream()
        .flatMap(feature -> feature.routes().stream())
        .map(ReadRoute::function)
        .reduce(RouterFunction::and)
        .orElseThrow();
  }

  @Bean
  Info info() {
    return new Info()
        .title("Leaderboard: read API")
        .version("1")
        .description(
            "Top-K, ranks, neighbours, periods and live streams. Every problem is"
                + " `application/problem+json` (RFC 9457).");
  }

  @Bean
  ProblemMapper problemMapper() {
    return new QueryProblems();
  }

  @Bean
  OriginCheck originCheck(CorsProperties properties) {
    return OriginCheck.ofApi(properties.allowedOrigins());
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  WebFilter crossOrigin(CorsProperties properties) {
    return new CrossOrigin(properties.allowedOrigins());
  }
}
