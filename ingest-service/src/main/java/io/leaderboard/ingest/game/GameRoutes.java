package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameDefinitionDocument;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.web.GamesPage;
import io.leaderboard.web.Json;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /v1/games}: definitions. */
@Configuration(proxyBeanMethods = false)
class GameRoutes {
  /** Largest definition, in bytes; the record that it becomes is smaller than Kafka allows. */
  static final int MAX_BODY = 1_000_000;

  /** RFC 7396. */
  static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");

  static final int MAX_LIMIT = 1_000;
  static final int DEFAULT_LIMIT = 50;

  private final GameWriter log;
  private final Definitions definitions;

  GameRoutes(GameWriter log, PublishProperties publish) {
    this.log = log;
    this.definitions = new Definitions(log, publish.answerWithin());
  }

  @Bean
  RouterFunction<ServerResponse> gameRoute() {
    return Routes.at("/v1/games/{gameId}")
        .get(this::get, GameOperations.GET)
        .put(MediaType.APPLICATION_JSON, this::put, GameOperations.PUT)
        .patch(MediaType.APPLICATION_JSON, this::patch, GameOperations.PATCH)
        .patch(MERGE_PATCH, this::patch, GameOperations.PATCH)
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> gamesRoute() {
    return Routes.at("/v1/games").get(this::list, GameOperations.LIST).build();
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    String gameId = gameId(request);
    Game game = log.find(gameId).orElseThrow(() -> GameProblems.unknownGame(log.games(), gameId));
    return answer(HttpStatus.OK, game.definition(), game.version());
  }

  private Mono<ServerResponse> put(ServerRequest request) {
    String gameId = gameId(request);
    Preconditions preconditions = Preconditions.of(request);
    boolean rebuild = rebuild(request);
    return RequestBody.read(request, MAX_BODY)
        .map(body -> DefinitionReader.read(body, gameId))
        .flatMap(definition -> definitions.put(definition, preconditions, rebuild))
        .flatMap(GameRoutes::stored);
  }

  private Mono<ServerResponse> patch(ServerRequest request) {
    String gameId = gameId(request);
    Preconditions preconditions = Preconditions.of(request);
    boolean rebuild = rebuild(request);
    return RequestBody.read(request, MAX_BODY)
        .map(DefinitionPatch::read)
        .flatMap(patch -> definitions.patch(gameId, patch, preconditions, rebuild))
        .flatMap(GameRoutes::stored);
  }

  private static Mono<ServerResponse> stored(Definitions.Stored stored) {
    if (!stored.fills()) {
      HttpStatus status = stored.created() ? HttpStatus.CREATED : HttpStatus.OK;
      return answer(status, stored.definition(), stored.version());
    }
    // How far it is, the stores know, and the query service tells.
    Map<String, Object> document = GameDefinitionDocument.of(stored.definition());
    document.put("rebuild", Map.of("state", "filling"));
    return answer(HttpStatus.ACCEPTED, document, stored.version());
  }

  private static boolean rebuild(ServerRequest request) {
    Optional<String> apply = QueryParameters.of(request).text("apply", 16);
    if (apply.isPresent() && !apply.get().equals("rebuild")) {
      throw new InvalidFieldException("apply", "must be rebuild");
    }
    return apply.isPresent();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    GamesPage page = GamesPage.of(log.games(), parameters, limit);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "items",
        page.games().stream().map(game -> GameDefinitionDocument.of(game.definition())).toList());
    page.next().ifPresent(next -> document.put("next", next));
    return json(HttpStatus.OK).bodyValue(Json.write(document));
  }

  private static Mono<ServerResponse> answer(
      HttpStatus status, GameDefinition definition, int version) {
    return answer(status, GameDefinitionDocument.of(definition), version);
  }

  private static Mono<ServerResponse> answer(
      HttpStatus status, Map<String, Object> document, int version) {
    return json(status).eTag(Preconditions.etag(version)).bodyValue(Json.write(document));
  }

  private static ServerResponse.BodyBuilder json(HttpStatus status) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store");
  }

  private static String gameId(ServerRequest request) {
    return Identifiers.requireName("gameId", request.pathVariable("gameId"));
  }
}
