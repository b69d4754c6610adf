package io.leaderboard.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/**
 * All methods of one path. Spring's functional routes answer a wrong method or a wrong media type
 * with 404; a path built here answers 405 with {@code Allow} and 415, {@code HEAD} as {@code GET}
 * without the body, and {@code OPTIONS} with {@code Allow}. Parameters that are not documented are
 * refused.
 */
public final class Routes {
  private record Route(
      HttpMethod method,
      @Nullable MediaType consumes,
      HandlerFunction<ServerResponse> handler,
      @Nullable Documentation documentation,
      @Nullable List<String> parameters) {}

  private final String pattern;
  private final List<Route> routes = new ArrayList<>();

  private Routes(String pattern) {
    this.pattern = pattern;
  }

  /** The routes of a path, such as {@code /v1/games/{gameId}}. */
  public static Routes at(String pattern) {
    return new Routes(pattern);
  }

  /** Answers GET and HEAD with what is not part of the API, such as a page and its files. */
  public Routes getFile(HandlerFunction<ServerResponse> handler) {
    return add(HttpMethod.GET, null, handler, null);
  }

  /** Answers GET and HEAD. */
  public Routes get(HandlerFunction<ServerResponse> handler, Documentation documentation) {
    return add(HttpMethod.GET, null, handler, documentation);
  }

  /** Answers DELETE. */
  public Routes delete(HandlerFunction<ServerResponse> handler, Documentation documentation) {
    return add(HttpMethod.DELETE, null, handler, documentation);
  }

  /** Answers POST of a media type; the first one declared also when there is no body. */
  public Routes post(
      MediaType consumes, HandlerFunction<ServerResponse> handler, Documentation documentation) {
    return add(HttpMethod.POST, consumes, handler, documentation);
  }

  /** Answers PUT of a media type; the first one declared also when there is no body. */
  public Routes put(
      MediaType consumes, HandlerFunction<ServerResponse> handler, Documentation documentation) {
    return add(HttpMethod.PUT, consumes, handler, documentation);
  }

  /** Answers PATCH of a media type; the first one declared also takes bodies that name none. */
  public Routes patch(
      MediaType consumes, HandlerFunction<ServerResponse> handler, Documentation documentation) {
    return add(HttpMethod.PATCH, consumes, handler, documentation);
  }

  /** The function that a service declares as a bean. */
  public RouterFunction<ServerResponse> build() {
    List<DocumentedRoute> documented =
        routes.stream()
            .map(
                route ->
                    new DocumentedRoute(
                        route.method(), pattern, route.consumes(), route.documentation()))
            .toList();
    return RouterFunctions.route(RequestPredicates.path(pattern), this::handle)
        .withAttribute(DocumentedRoute.ATTRIBUTE, documented);
  }

  private Routes add(
      HttpMethod method,
      @Nullable MediaType consumes,
      HandlerFunction<ServerResponse> handler,
      @Nullable Documentation documentation) {
    List<String> parameters = documentation == null ? null : documentation.queryParameters();
    routes.add(new Route(method, consumes, handler, documentation, parameters));
    return this;
  }

  private Mono<ServerResponse> handle(ServerRequest request) {
    HttpMethod method =
        request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
    List<Route> candidates = routes.stream().filter(r -> r.method().equals(method)).toList();
    if (!candidates.isEmpty()) {
      // First of all: routes that differ in their media type alone share a documentation.
      List<String> parameters = candidates.get(0).parameters();
      if (parameters != null) {
        QueryParameters.of(request).requireOnly(parameters);
      }
      return select(candidates, request).handler().handle(request);
    }
    if (method.equals(HttpMethod.OPTIONS)) {
      return ServerResponse.noContent().header("Allow", String.join(", ", allowed())).build();
    }
    throw new MethodNotAllowedException(
        request.method().name(), allowed().stream().map(HttpMethod::valueOf).toList());
  }

  private static Route select(List<Route> candidates, ServerRequest request) {
    Optional<MediaType> sent = request.headers().contentType();
    Route first = candidates.get(0);
    if (sent.isEmpty() || first.consumes() == null) {
      return first;
    }
    MediaType type = sent.get();
    return candidates.stream()
        .filter(route -> takes(route.consumes(), type))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedMediaTypeStatusException(
                    type, candidates.stream().map(Route::consumes).toList()));
  }

  /** Bodies are read as UTF-8, of which ASCII is a part; another charset would be misread. */
  private static boolean takes(@Nullable MediaType consumes, MediaType sent) {
    if (consumes == null || !consumes.equalsTypeAndSubtype(sent)) {
      return false;
    }
    String charset = sent.getParameter("charset");
    return charset == null
        || charset.equalsIgnoreCase("utf-8")
        || charset.equalsIgnoreCase("us-ascii");
  }

  private Set<String> allowed() {
    Set<String> allowed = new TreeSet<>(List.of("OPTIONS"));
    for (Route route : routes) {
      allowed.add(route.method().name());
      if (route.method().equals(HttpMethod.GET)) {
        allowed.add("HEAD");
      }
    }
    return allowed;
  }
}
