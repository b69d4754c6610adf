package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.board.GamePlace;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.Answers;
import io.leaderboard.query.web.PathText;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.web.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that says where a user stands on all boards of a game, in their current periods. */
final class UserBoardsRoutes {
  private static final int GAME_SEGMENT = 2;
  private static final int USER_SEGMENT = 4;

  @JsonPropertyOrder({"boardId", "period", "entry"})
  record OnBoard(String boardId, String period, @JsonUnwrapped Entry entry) {}

  @JsonPropertyOrder({"userId", "displayName", "boards"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UserBoards(String userId, @Nullable String displayName, List<OnBoard> boards) {}

  private final Boards boards;
  private final Standings standings;
  private final Profiles profiles;

  UserBoardsRoutes(Boards boards, Standings standings, Profiles profiles) {
    this.boards = boards;
    this.standings = standings;
    this.profiles = profiles;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at("/v1/games/{gameId}/users/{userId}")
        .get(this::boards, RankOperations.ALL_BOARDS)
        .build();
  }

  private Mono<ServerResponse> boards(ServerRequest request) {
    String gameId = Identifiers.requireName("gameId", PathText.segment(request, GAME_SEGMENT));
    String userId = Identifiers.requireUserId("userId", PathText.segment(request, USER_SEGMENT));
    After after = BoardRequest.after(ReadRoute.target(request), boards.partitions());
    return Mono.fromFuture(
            () -> boards.openAll(gameId, after).thenCompose(read -> find(read, userId)))
        .flatMap(found -> Answers.fresh(found.value(), found.freshness()));
  }

  /** The scripts of all boards are sent together: one round trip, unless a board has shards. */
  private CompletableFuture<Fresh<UserBoards>> find(FreshRead<GamePlace> read, String userId) {
    List<BoardPlace> places = read.place().boards();
    return Standings.all(
            places.stream().map(place -> standings.find(place, List.of(userId))).toList())
        .thenApply(
            placings -> {
              UserProfile profile = profiles.of(userId);
              List<OnBoard> on = new ArrayList<>();
              for (int i = 0; i < places.size(); i++) {
                BoardPlace place = places.get(i);
                for (Placing placing : placings.get(i).found()) {
                  Entry entry = Entry.of(place, placing.rank(), placing.row(), profile);
                  on.add(new OnBoard(place.boardId(), place.period().id(), entry));
                }
              }
              String name =
                  profile == null || profile.displayName().isEmpty() ? null : profile.displayName();
              return new Fresh<>(new UserBoards(userId, name, on), read.freshness());
            });
  }
}
