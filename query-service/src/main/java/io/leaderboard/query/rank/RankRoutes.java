package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.Answers;
import io.leaderboard.query.web.PathText;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The routes that say where one user stands. */
final class RankRoutes {
  private static final String USER = "userId";

  @JsonPropertyOrder({"userId", "rank"})
  private record Rank(String userId, long rank) {}

  /** Where a user was found. */
  private record Found(FreshRead<BoardPlace> read, long total, Placing placing) {}

  private final Boards boards;
  private final Standings standings;
  private final Profiles profiles;

  RankRoutes(Boards boards, Standings standings, Profiles profiles) {
    this.boards = boards;
    this.standings = standings;
    this.profiles = profiles;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/users/{userId}")
        .get(request -> onBoard(request, PathText.segment(request, BoardRequest.SEGMENTS + 1)))
        .build()
        .and(Routes.at(BoardRequest.PATTERN + "/user").get(this::byParameter).build())
        .and(Routes.at("/rank/{userId}").get(this::onMainBoard).build());
  }

  private Mono<ServerResponse> byParameter(ServerRequest request) {
    return onBoard(
        request, QueryParameters.of(request).requiredText(USER, Identifiers.MAX_USER_ID_BYTES));
  }

  private Mono<ServerResponse> onBoard(ServerRequest request, String userId) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    return find(board, userId)
        .flatMap(found -> Answers.fresh(document(found), found.read().freshness()));
  }

  private RankedUser document(Found found) {
    Placing placing = found.placing();
    return new RankedUser(
        Entry.of(
            found.read().place(),
            placing.rank(),
            placing.row(),
            profiles.of(placing.row().userId())),
        found.total(),
        placing.percentile(found.total()));
  }

  private Mono<ServerResponse> onMainBoard(ServerRequest request) {
    BoardRequest board = BoardRequest.ofQuery(request, boards.partitions());
    return find(board, PathText.segment(request, 1))
        .flatMap(
            found ->
                Answers.fresh(
                    new Rank(found.placing().row().userId(), found.placing().rank()),
                    found.read().freshness()));
  }

  private Mono<Found> find(BoardRequest board, String userId) {
    Identifiers.requireUserId(USER, userId);
    return Mono.fromFuture(() -> boards.open(board).thenCompose(read -> find(read, userId)));
  }

  private CompletableFuture<Found> find(FreshRead<BoardPlace> read, String userId) {
    return standings
        .find(read.place(), List.of(userId))
        .thenApply(
            placings -> {
              if (placings.found().isEmpty()) {
                throw RankProblems.notRanked(read, userId);
              }
              return new Found(read, placings.total(), placings.found().get(0));
            });
  }
}
