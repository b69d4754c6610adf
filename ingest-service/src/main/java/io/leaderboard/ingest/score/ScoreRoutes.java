package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.ingest.IngestMetrics;
import io.leaderboard.ingest.game.AutomaticGames;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.score.SingleScores.Submission;
import io.leaderboard.web.DirectProblems;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import io.leaderboard.web.WebFlux;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The routes that take scores. */
@Configuration(proxyBeanMethods = false)
class ScoreRoutes {
  private final SingleScores single;
  private final BatchScores batch;

  ScoreRoutes(
      GameWriter games,
      AutomaticGames automatic,
      LogProducer producer,
      IngestMetrics metrics,
      ScoreProperties properties,
      PublishProperties publish) {
    ScoreIntake intake = new ScoreIntake(games, automatic, producer, metrics);
    this.single = new SingleScores(intake, publish.answerWithin());
    this.batch = new BatchScores(intake, properties, publish, metrics);
  }

  @Bean
  NettyRouteProvider directScores(
      WebFlux webFlux, DirectProblems problems, MeterRegistry registry) {
    return new DirectScores(single, webFlux, problems, registry);
  }

  @Bean
  RouterFunction<ServerResponse> gameScoresRoute() {
    return Routes.at("/v1/games/{gameId}/scores")
        .post(
            MediaType.APPLICATION_JSON,
            request -> single(request, Identifiers.requireName("gameId", gameId(request))),
            ScoreOperations.OF_GAME)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> scoresRoute() {
    return Routes.at("/v1/scores")
        .post(MediaType.APPLICATION_JSON, batch::array, BatchOperations.SCORES)
        .post(MediaType.APPLICATION_NDJSON, batch::lines, BatchOperations.SCORES)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> scoreRoute() {
    return Routes.at("/score")
        .post(
            MediaType.APPLICATION_JSON,
            request -> single(request, null),
            ScoreOperations.OF_ANY_GAME)
        .build();
  }

  private static String gameId(ServerRequest request) {
    return request.pathVariable("gameId");
  }

  private Mono<ServerResponse> single(ServerRequest request, @Nullable String gameId) {
    ServerRequest.Headers headers = request.headers();
    String key = headers.firstHeader(SingleScores.IDEMPOTENCY_KEY);
    byte[] traceParent = TraceParent.of(request);
    return RequestBody.read(request, ScoreProperties.MAX_SCORE_BYTES)
        .flatMap(body -> single.take(new Submission(gameId, body, key, traceParent)))
        .flatMap(
            accepted ->
                ServerResponse.accepted()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header("Cache-Control", "no-store")
                    .bodyValue(accepted));
  }
}
