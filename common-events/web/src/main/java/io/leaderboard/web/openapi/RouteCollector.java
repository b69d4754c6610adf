package io.leaderboard.web.openapi;

import io.leaderboard.web.DocumentedRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Finds the routes that were declared with {@link io.leaderboard.web.Routes}. */
final class RouteCollector implements RouterFunctions.Visitor {
  private final List<DocumentedRoute> routes = new ArrayList<>();

  /** What was found so far. */
  List<DocumentedRoute> routes() {
    return routes;
  }

  @Override
  public void attributes(Map<String, Object> attributes) {
    if (attributes.get(DocumentedRoute.ATTRIBUTE) instanceof List<?> declared) {
      declared.forEach(route -> routes.add((DocumentedRoute) route));
    }
  }

  @Override
  public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
    // Said by the attributes.
  }

  @Override
  public void startNested(RequestPredicate predicate) {
    // Only what is in it counts.
  }

  @Override
  public void endNested(RequestPredicate predicate) {
    // Only what is in it counts.
  }

  @Override
  public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
    // Files are not part of the API.
  }

  @Override
  public void unknown(RouterFunction<?> function) {
    // Nothing is known of it.
  }
}
