package io.leaderboard.web.gate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.core.Ordered;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * The one gate of a port: its first route, and so in front of what is answered on Reactor Netty
 * itself as well as of WebFlux and Actuator, where a filter of WebFlux would stand behind the
 * former, and Reactor Netty's {@code mapHandle} behind the beginning of both. Who may do what
 * belongs here too. Thread-safe.
 */
public final class Gate implements NettyRouteProvider, Ordered {
  private final GateCheck[] checks;
  private final MeterRegistry registry;

  /**
   * @param checks asked in this order
   */
  public Gate(List<GateCheck> checks, MeterRegistry registry) {
    this.checks = checks.toArray(new GateCheck[0]);
    this.registry = registry;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public HttpServerRoutes apply(HttpServerRoutes routes) {
    return routes.route(request -> refusal(request) != null, this::refuse);
  }

  private @Nullable Refusal refusal(HttpServerRequest request) {
    for (GateCheck check : checks) {
      Refusal refusal = check.check(request);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /** Asks again, so that nothing need be carried with the requests that are let in. */
  private Publisher<Void> refuse(HttpServerRequest request, HttpServerResponse response) {
    Refusal refusal = refusal(request);
    if (refusal == null) {
      return Mono.error(new IllegalStateException("a check of the gate is not sure"));
    }
    Counter.builder("leaderboard.http.refused")
        .description("Requests that were not let in")
        .tag("reason", refusal.reason())
        .register(registry)
        .increment();
    return refusal.answer(response);
  }
}
