package io.leaderboard.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** All that is not answered directly on Reactor Netty. Thread-safe. */
public final class WebFlux {
  private final SingletonSupplier<ReactorHttpHandlerAdapter> adapter;

  /**
   * @param handler asked for with the first request: the server's routes are made before it is
   */
  public WebFlux(ObjectProvider<HttpHandler> handler) {
    this.adapter = SingletonSupplier.of(() -> new ReactorHttpHandlerAdapter(handler.getObject()));
  }

  /** Answers a request; nothing may have been sent. */
  public Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    return adapter.obtain().apply(request, response);
  }
}
