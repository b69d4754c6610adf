package io.leaderboard.query.games;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.PathText;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.GamesPage;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The routes of definitions. They need Kafka's {@code games} alone, and answer without counts and
 * freshness while Redis is away.
 */
final class GamesRoutes {
  private static final int GAME_SEGMENT = 2;

  /** How many games are counted at a time: at most 20 boards of 64 shards each. */
  private static final int AT_ONCE = 4;

  private final OpenLog log;
  private final FreshReads reads;
  private final BoardSizes sizes;
  private final PendingRules pending;

  GamesRoutes(OpenLog log, FreshReads reads, BoardSizes sizes, PendingRules pending) {
    this.log = log;
    this.reads = reads;
    this.sizes = sizes;
    this.pending = pending;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at("/v1/games")
        .get(this::list, GamesOperations.LIST)
        .build()
        .and(Routes.at("/v1/games/{gameId}").get(this::one, GamesOperations.GET).build());
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    String gameId = Identifiers.requireName("gameId", PathText.segment(request, GAME_SEGMENT));
    return Mono.fromFuture(() -> log.game(gameId))
        .map(game -> game.orElseThrow(() -> BoardProblems.unknownGame(log.games(), gameId)))
        .flatMap(
            game ->
                Mono.zip(
                    freshness(() -> reads.overall(gameId)),
                    sized(game),
                    Mono.fromFuture(() -> pending.of(game))))
        .flatMap(
            known -> {
              Map<String, Object> document = known.getT2();
              known.getT3().ifPresent(share -> document.put("rebuild", SizedGame.filling(share)));
              return ReadAnswers.fresh(document, known.getT1());
            });
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    QueryParameters query = QueryParameters.of(request);
    GamesPage page = GamesPage.of(log.games(), query, ListLimit.of(query));
    return freshness(reads::overall)
        .zipWith(
            Flux.fromIterable(page.games()).flatMapSequential(this::sized, AT_ONCE).collectList())
        .flatMap(
            known -> {
              Map<String, Object> document = new LinkedHashMap<>();
              document.put("items", known.getT2());
              page.next().ifPresent(next -> document.put("next", next));
              return ReadAnswers.fresh(document, known.getT1());
            });
  }

  private Mono<Map<String, Object>> sized(Game game) {
    return Mono.fromFuture(() -> sizes.of(game))
        .map(users -> SizedGame.of(game.definition(), users));
  }

  private static Mono<Optional<Freshness>> freshness(
      Supplier<CompletableFuture<Freshness>> freshness) {
    return Mono.fromFuture(freshness)
        .map(Optional::of)
        .onErrorResume(unknown -> Mono.just(Optional.empty()));
  }
}
