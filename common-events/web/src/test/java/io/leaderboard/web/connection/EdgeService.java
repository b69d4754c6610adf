package io.leaderboard.web.connection;

import io.leaderboard.web.DirectProblems;
import io.leaderboard.web.Documentation;
import io.leaderboard.web.ProblemMapper;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.RouteTimer;
import io.leaderboard.web.Routes;
import io.leaderboard.web.WebFlux;
import io.leaderboard.web.WebProblems;
import io.leaderboard.web.gate.OriginCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A small service with the ways in which the real ones take and answer requests. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(WebProblems.class)
public class EdgeService {
  static final String LARGE = "x".repeat(32 << 20);

  /** How many bodies were read to their end. */
  public static final AtomicInteger WHOLE = new AtomicInteger();

  /** Answers those that wait, when it is told to. */
  static final Sinks.Many<String> HELD = Sinks.many().multicast().directBestEffort();

  @Bean
  ProblemMapper problemMapper() {
    return failure -> Optional.empty();
  }

  @Bean
  OriginCheck originCheck() {
    return OriginCheck.ofApi(List.of("https://play.example"));
  }

  @Bean
  MeterRegistry registry() {
    return new SimpleMeterRegistry();
  }

  @Bean
  RouterFunction<ServerResponse> routes() {
    return Routes.at("/things")
        .getFile(request -> ServerResponse.ok().bodyValue("ok"))
        .post(
            MediaType.APPLICATION_JSON,
            request ->
                RequestBody.read(request, 1_000_000)
                    .doOnNext(body -> WHOLE.incrementAndGet())
                    .flatMap(body -> ServerResponse.ok().bodyValue(String.valueOf(body.length))),
            (Documentation) List::of)
        .post(MediaType.APPLICATION_NDJSON, EdgeService::lines, (Documentation) List::of)
        .build()
        .and(Routes.at("/large").getFile(request -> ServerResponse.ok().bodyValue(LARGE)).build())
        .and(
            Routes.at("/held")
                .getFile(request -> HELD.asFlux().next().flatMap(EdgeService::text))
                .build());
  }

  private static Mono<ServerResponse> text(String text) {
    return ServerResponse.ok().bodyValue(text);
  }

  private static Mono<ServerResponse> lines(ServerRequest request) {
    return request
        .exchange()
        .getRequest()
        .getBody()
        .map(
            part -> {
              int bytes = part.readableByteCount();
              DataBufferUtils.release(part);
              return bytes;
            })
        .reduce(0, Integer::sum)
        .doOnNext(bytes -> WHOLE.incrementAndGet())
        .flatMap(bytes -> text("lines " + bytes));
  }

  @Bean
  NettyRouteProvider direct(WebFlux webFlux, DirectProblems problems, MeterRegistry registry) {
    RouteTimer timer = new RouteTimer(registry, "POST", "/direct");
    return routes ->
        routes.route(
            request -> true,
            (request, response) ->
                request.uri().equals("/direct")
                    ? direct(request, response, problems, timer)
                    : webFlux.answer(request, response));
  }

  private static Mono<Void> direct(
      HttpServerRequest request,
      HttpServerResponse response,
      DirectProblems problems,
      RouteTimer timer) {
    long begun = System.nanoTime();
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .flatMap(
            body -> {
              WHOLE.incrementAndGet();
              byte[] answer = String.valueOf(body.length).getBytes(StandardCharsets.US_ASCII);
              response.header("Content-Length", String.valueOf(answer.length));
              timer.answered(200, begun);
              return response.sendByteArray(Mono.just(answer)).then();
            })
        .onErrorResume(failure -> problems.answer(failure, "POST", timer, begun, response));
  }
}
