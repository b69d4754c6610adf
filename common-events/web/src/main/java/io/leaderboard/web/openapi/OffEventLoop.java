package io.leaderboard.web.openapi;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Has the document made and written where blocking is allowed: the first one takes up to a second,
 * and on an event loop everyone whose connection it serves would wait for that.
 */
final class OffEventLoop implements WebFilter {
  private static final String DOCUMENT = "/v3/api-docs";

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    Mono<Void> answered = chain.filter(exchange);
    return exchange.getRequest().getPath().value().startsWith(DOCUMENT)
        ? answered.subscribeOn(Schedulers.boundedElastic())
        : answered;
  }
}
