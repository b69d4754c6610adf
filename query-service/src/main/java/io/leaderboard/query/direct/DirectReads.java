package io.leaderboard.query.direct;

import io.leaderboard.query.web.ReadAnswer;
import io.leaderboard.query.web.ReadTarget;
import io.leaderboard.web.DirectProblems;
import io.leaderboard.web.RouteTimer;
import io.leaderboard.web.WebFlux;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Answers hot reads before WebFlux sees them: a GET with a plain target, not from a page of another
 * origin. Whether a request is answered here or there nobody can tell.
 */
final class DirectReads implements NettyRouteProvider {
  private static final String JSON = "application/json";

  /**
   * A shared cache must not show an answer to a page of another origin, which needs a header more,
   * nor a compressed one to a client that cannot read it: the server compresses, and does not say.
   */
  private static final String VARY =
      HttpHeaderNames.ORIGIN + ", " + HttpHeaderNames.ACCEPT_ENCODING;

  private record Taken(DirectRoute route, PlainTarget target) {}

  private final List<DirectRoute> routes;
  private final WebFlux webFlux;
  private final DirectProblems problems;

  /**
   * @param webFlux answers what is not answered here
   */
  DirectReads(List<DirectRoute> routes, WebFlux webFlux, DirectProblems problems) {
    this.routes = List.copyOf(routes);
    this.webFlux = webFlux;
    this.problems = problems;
  }

  @Override
  public HttpServerRoutes apply(HttpServerRoutes server) {
    return server.route(request -> true, this::answer);
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    Taken taken = take(request);
    if (taken == null) {
      return webFlux.answer(request, response);
    }
    long begun = System.nanoTime();
    CompletableFuture<ReadAnswer> answer = read(taken.route(), taken.target());
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      return send(answer.join(), taken.route(), begun, response);
    }
    RouteTimer timer = taken.route().timer();
    return Mono.fromFuture(answer, true)
        .flatMap(good -> Mono.from(send(good, taken.route(), begun, response)))
        .onErrorResume(failure -> problems.answer(failure, "GET", timer, begun, response));
  }

  private @Nullable Taken take(HttpServerRequest request) {
    if (!HttpMethod.GET.equals(request.method())) {
      return null;
    }
    HttpHeaders headers = request.requestHeaders();
    if (headers.contains(HttpHeaderNames.ORIGIN)) {
      return null;
    }
    PlainTarget target =
        PlainTarget.parse(request.uri(), headers.getAll(HttpHeaderNames.IF_NONE_MATCH));
    if (target == null) {
      return null;
    }
    for (DirectRoute route : routes) {
      if (route.matches(target.segments())) {
        return new Taken(route, target);
      }
    }
    return null;
  }

  private static CompletableFuture<ReadAnswer> read(DirectRoute route, ReadTarget target) {
    try {
      target.query().requireOnly(route.parameters());
      return route.read().answer(target);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Publisher<Void> send(
      ReadAnswer answer, DirectRoute route, long begun, HttpServerResponse response) {
    response.status(answer.status());
    HttpHeaders headers = response.responseHeaders();
    answer.forEachHeader(headers::set);
    headers.set(HttpHeaderNames.VARY, VARY);
    route.timer().answered(answer.status(), begun);
    byte[] body = answer.body();
    if (body == null) {
      return response.send();
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response.sendObject(Unpooled.wrappedBuffer(body));
  }
}
