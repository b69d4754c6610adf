package io.leaderboard.query.web;

import io.leaderboard.query.freshness.Freshness;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets pages of the allowed origins read, without credentials. The headers are put on before
 * anything else is done, and stay: so a page can read problems as well.
 */
final class CrossOrigin implements WebFilter {
  private static final Duration PREFLIGHT_MAX_AGE = Duration.ofHours(1);

  private final DefaultCorsProcessor processor = new DefaultCorsProcessor();
  private final CorsConfiguration rules = new CorsConfiguration();

  CrossOrigin(List<String> allowedOrigins) {
    rules.setAllowedOrigins(allowedOrigins);
    rules.setAllowedMethods(List.of("GET", "HEAD", "POST"));
    rules.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    rules.setExposedHeaders(
        List.of(
            HttpHeaders.ETAG,
            HttpHeaders.RETRY_AFTER,
            Freshness.LAG_HEADER,
            Freshness.GENERATION_HEADER,
            Freshness.PERIOD_HEADER,
            Freshness.STALE_HEADER));
    rules.setAllowCredentials(false);
    rules.setMaxAge(PREFLIGHT_MAX_AGE);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    boolean allowed = processor.process(rules, exchange);
    if (!allowed || CorsUtils.isPreFlightRequest(exchange.getRequest())) {
      return exchange.getResponse().setComplete();
    }
    // The server compresses what is long, and does not say so to shared caches.
    exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return chain.filter(exchange);
  }
}
