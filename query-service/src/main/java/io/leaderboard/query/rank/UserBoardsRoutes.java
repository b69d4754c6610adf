package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.board.GamePlace;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.UserRequest;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadAnswers;
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

/** The route that says where a user stands on all boards of a game, in their newest periods. */
final class UserBoardsRoutes {
  @JsonPropertyOrder({"boardId", "period", "state", "entry"})
  record OnBoard(String boardId, String period, String state, @JsonUnwrapped Entry entry) {}

  @JsonPropertyOrder({"userId", "displayName", "boards"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UserBoards(String userId, @Nullable String displayName, List<OnBoard> boards) {}

  private final Boards boards;
  private final PeriodStandings standings;
  private final Profiles profiles;

  UserBoardsRoutes(Boards boards, PeriodStandings standings, Profiles profiles) {
    this.boards = boards;
    this.standings = standings;
    this.profiles = profiles;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(UserRequest.PATTERN).get(this::boards, RankOperations.ALL_BOARDS).build();
  }

  private Mono<ServerResponse> boards(ServerRequest request) {
    UserRequest user = UserRequest.ofPath(request);
    After after = BoardRequest.after(ReadRoute.target(request), boards.partitions());
    return Mono.fromFuture(
            () ->
                boards.openAll(user.gameId(), after).thenCompose(read -> find(read, user.userId())))
        .flatMap(found -> ReadAnswers.fresh(found.value(), found.freshness()));
  }

  /** The scripts of all boards are sent together: one round trip, unless a board has shards. */
  private CompletableFuture<Fresh<UserBoards>> find(FreshRead<GamePlace> read, String userId) {
    List<BoardPlace> places = read.place().boards();
    return Standings.all(
            places.stream()
                .map(place -> new FreshRead<>(place, read.freshness(), read.applied()))
                .map(board -> standings.find(board, userId))
                .toList())
        .thenApply(
            all -> {
              UserProfile profile = profiles.of(userId);
              List<OnBoard> on = new ArrayList<>();
              for (PeriodStandings.OfUser of : all) {
                BoardPlace place = of.place();
                for (Placing placing : of.found()) {
                  Entry entry = Entry.of(place, placing.rank(), placing.row(), profile);
                  on.add(
                      new OnBoard(place.boardId(), place.period().id(), of.state().text(), entry));
                }
              }
              String name =
                  profile == null || profile.displayName().isEmpty() ? null : profile.displayName();
              boolean isWhole = all.stream().allMatch(PeriodStandings.OfUser::isKnown);
              return new Fresh<>(
                  new UserBoards(userId, name, on), read.freshness().orStale(!isWhole));
            });
  }
}
