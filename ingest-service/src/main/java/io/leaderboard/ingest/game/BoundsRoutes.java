package io.leaderboard.ingest.game;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.Json;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/bounds}: how many games may be defined, and how large, from here on in the log. */
@Configuration(proxyBeanMethods = false)
class BoundsRoutes {
  /** Largest body, in bytes; what is allowed has about 50. */
  static final int MAX_BODY = 1_024;

  private static final String GAMES = "games";
  private static final String DEFINITION_BYTES = "definitionBytes";

  private final GameWriter log;
  private final Duration answerWithin;

  BoundsRoutes(GameWriter log, PublishProperties publish) {
    this.log = log;
    this.answerWithin = publish.answerWithin();
  }

  @Bean
  RouterFunction<ServerResponse> boundsRoute() {
    return Routes.at("/v1/bounds")
        .get(request -> answer(log.games().bounds()), BoundsOperations.GET)
        .put(MediaType.APPLICATION_JSON, this::put, BoundsOperations.PUT)
        .build();
  }

  private Mono<ServerResponse> put(ServerRequest request) {
    return RequestBody.read(request, MAX_BODY)
        .map(body -> JsonInput.read(body, BoundsRoutes::read))
        .flatMap(this::store)
        .flatMap(stored -> answer(Optional.of(stored)));
  }

  /** The last one in the log holds, so that there is no race to lose. */
  private Mono<DefinitionBounds> store(DefinitionBounds bounds) {
    return log.write(bounds)
        .timeout(answerWithin, Mono.error(() -> GameProblems.notWritten(NotDelivered.UNKNOWN)))
        .thenReturn(bounds);
  }

  private static DefinitionBounds read(JsonInput input) {
    Integer[] read = new Integer[2];
    input.object(
        List.of(GAMES, DEFINITION_BYTES),
        field -> {
          switch (field) {
            case GAMES -> read[0] = input.integer();
            case DEFINITION_BYTES -> read[1] = input.integer();
            default -> {
              return false;
            }
          }
          return true;
        });
    int games = required(GAMES, read[0]);
    return new DefinitionBounds(games, required(DEFINITION_BYTES, read[1]), false);
  }

  private static int required(String field, @Nullable Integer value) {
    if (value == null) {
      throw new InvalidFieldException(field, "is missing: it must be a whole number");
    }
    return value;
  }

  /** A log of before has none: its document is empty. */
  private static Mono<ServerResponse> answer(Optional<DefinitionBounds> bounds) {
    Map<String, Object> document = new LinkedHashMap<>();
    bounds.ifPresent(
        known -> {
          document.put(GAMES, known.games());
          document.put(DEFINITION_BYTES, known.definitionBytes());
        });
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .bodyValue(Json.write(document));
  }
}
