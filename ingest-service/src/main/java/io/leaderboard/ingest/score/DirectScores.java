package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.score.SingleScores.Submission;
import io.leaderboard.web.DirectProblems;
import io.leaderboard.web.RouteTimer;
import io.leaderboard.web.WebFlux;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Takes single scores directly on Reactor Netty when nothing about the request is special: JSON of
 * a known length, a plain path, not from a page of another origin. All other requests are
 * WebFlux's, and whether they are answered here or there nobody can tell.
 */
final class DirectScores implements NettyRouteProvider {
  private static final String OF_GAME_BEFORE = "/v1/games/";
  private static final String OF_GAME_BEHIND = "/scores";
  private static final String OF_ANY_GAME = "/score";
  private static final String JSON = "application/json";

  private final SingleScores scores;
  private final WebFlux webFlux;
  private final DirectProblems problems;
  private final RouteTimer ofGame;
  private final RouteTimer ofAnyGame;

  DirectScores(
      SingleScores scores, WebFlux webFlux, DirectProblems problems, MeterRegistry registry) {
    this.scores = scores;
    this.webFlux = webFlux;
    this.problems = problems;
    this.ofGame = new RouteTimer(registry, "POST", OF_GAME_BEFORE + "{gameId}" + OF_GAME_BEHIND);
    this.ofAnyGame = new RouteTimer(registry, "POST", OF_ANY_GAME);
  }

  @Override
  public HttpServerRoutes apply(HttpServerRoutes server) {
    return server.route(request -> true, this::answer);
  }

  private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    if (!isPlain(request)) {
      return webFlux.answer(request, response);
    }
    String uri = request.uri();
    if (uri.equals(OF_ANY_GAME)) {
      return take(null, ofAnyGame, request, response);
    }
    String gameId = gameId(uri);
    return gameId == null
        ? webFlux.answer(request, response)
        : take(gameId, ofGame, request, response);
  }

  private static boolean isPlain(HttpServerRequest request) {
    HttpHeaders headers = request.requestHeaders();
    return HttpMethod.POST.equals(request.method())
        && JSON.equals(headers.get(HttpHeaderNames.CONTENT_TYPE))
        && !headers.contains(HttpHeaderNames.ORIGIN)
        && !headers.contains(HttpHeaderNames.EXPECT)
        && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
        && isShort(headers.get(HttpHeaderNames.CONTENT_LENGTH));
  }

  /** From 1 to the 4 digits that the longest score has. */
  private static boolean isShort(@Nullable String length) {
    if (length == null || length.isEmpty() || length.length() > 4) {
      return false;
    }
    int bytes = 0;
    for (int i = 0; i < length.length(); i++) {
      int digit = length.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      bytes = bytes * 10 + digit;
    }
    return bytes > 0 && bytes <= ScoreProperties.MAX_SCORE_BYTES;
  }

  /** The game of a path that names an allowed one; null for every other path. */
  private static @Nullable String gameId(String uri) {
    int end = uri.length() - OF_GAME_BEHIND.length();
    if (end <= OF_GAME_BEFORE.length()
        || !uri.startsWith(OF_GAME_BEFORE)
        || !uri.endsWith(OF_GAME_BEHIND)) {
      return null;
    }
    try {
      return Identifiers.requireName("gameId", uri.substring(OF_GAME_BEFORE.length(), end));
    } catch (InvalidFieldException e) {
      return null;
    }
  }

  private Publisher<Void> take(
      @Nullable String gameId,
      RouteTimer timer,
      HttpServerRequest request,
      HttpServerResponse response) {
    long begun = System.nanoTime();
    HttpHeaders headers = request.requestHeaders();
    String key = headers.get(SingleScores.IDEMPOTENCY_KEY);
    byte[] traceParent = TraceParent.of(headers.get(Topics.TRACEPARENT_HEADER));
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .flatMap(body -> scores.take(new Submission(gameId, body, key, traceParent)))
        .flatMap(accepted -> accept(accepted, timer, begun, response))
        .onErrorResume(failure -> problems.answer(failure, "POST", timer, begun, response));
  }

  private static Mono<Void> accept(
      byte[] accepted, RouteTimer timer, long begun, HttpServerResponse response) {
    response.status(202);
    HttpHeaders headers = response.responseHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, JSON);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, accepted.length);
    timer.answered(202, begun);
    return response.sendObject(Unpooled.wrappedBuffer(accepted)).then();
  }
}
