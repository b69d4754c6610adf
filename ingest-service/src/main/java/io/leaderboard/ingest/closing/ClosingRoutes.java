package io.leaderboard.ingest.closing;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.events.topic.Position;
import io.leaderboard.ingest.game.GameWriter;
import io.leaderboard.ingest.publish.LogProducer;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.Json;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /v1/games/{gameId}/close}. */
@Configuration(proxyBeanMethods = false)
class ClosingRoutes {
  /** Largest body, in bytes; what is allowed has about 50. */
  static final int MAX_BODY = 1_024;

  private final GameWriter log;
  private final ClosingWriter closings;

  ClosingRoutes(GameWriter log, LogProducer producer, PublishProperties publish) {
    this.log = log;
    this.closings = new ClosingWriter(log, producer, publish.answerWithin());
  }

  @Bean
  RouterFunction<ServerResponse> closeRoute() {
    return Routes.at("/v1/games/{gameId}/close")
        .post(MediaType.APPLICATION_JSON, this::close, ClosingOperations.CLOSE)
        .build();
  }

  private Mono<ServerResponse> close(ServerRequest request) {
    String gameId = Identifiers.requireName("gameId", request.pathVariable("gameId"));
    return RequestBody.read(request, MAX_BODY)
        .map(body -> ClosingReader.read(body, gameId, System.currentTimeMillis()))
        .flatMap(
            closed -> closings.write(closed).flatMap(positions -> accepted(closed, positions)));
  }

  private Mono<ServerResponse> accepted(PeriodsClosed closed, List<Position> positions) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("through", Rfc3339.format(closed.through()));
    document.put("positions", positions.stream().map(log::token).toList());
    return ServerResponse.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(Json.write(document));
  }
}
