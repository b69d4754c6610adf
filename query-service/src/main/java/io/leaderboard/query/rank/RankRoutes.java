package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.web.Answers;
import io.leaderboard.query.web.PathText;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The routes that say where a user stands. */
final class RankRoutes {
  private static final String USER = "userId";

  @JsonPropertyOrder({"userId", "rank"})
  private record Rank(String userId, long rank) {}

  private final Boards boards;
  private final RankScript script;

  RankRoutes(Boards boards, RankScript script) {
    this.boards = boards;
    this.script = script;
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
    return find(board, userId).flatMap(user -> Answers.fresh(user.value(), user.freshness()));
  }

  private Mono<ServerResponse> onMainBoard(ServerRequest request) {
    BoardRequest board = BoardRequest.ofQuery(request, boards.partitions());
    return find(board, PathText.segment(request, 1))
        .flatMap(
            user ->
                Answers.fresh(
                    new Rank(user.value().userId(), user.value().rank()), user.freshness()));
  }

  private Mono<Fresh<RankedUser>> find(BoardRequest board, String userId) {
    Identifiers.requireUserId(USER, userId);
    return Mono.fromFuture(() -> boards.open(board).thenCompose(read -> find(read, userId)));
  }

  private CompletableFuture<Fresh<RankedUser>> find(FreshRead<BoardPlace> read, String userId) {
    BoardPlace place = read.place();
    return script
        .find(place.sortedSet(), userId)
        .thenApply(
            found ->
                found
                    .map(
                        rank ->
                            new RankedUser(
                                rank.rank(),
                                userId,
                                place.score(rank.sortKey()),
                                rank.total(),
                                rank.percentile()))
                    .map(user -> new Fresh<>(user, read.freshness()))
                    .orElseThrow(() -> notRanked(read, userId)));
  }

  private static ProblemException notRanked(FreshRead<BoardPlace> read, String userId) {
    BoardPlace place = read.place();
    Problem problem =
        Problem.of(
            404,
            "not-ranked",
            "The user is not on this board",
            "the user %s has no score on the board %s of %s in the period %s"
                .formatted(userId, place.boardId(), place.gameId(), place.period().id()));
    return new ProblemException(Answers.dated(problem.withField(USER), read.freshness()));
  }
}
