package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leaderboard.events.game.Ties;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.RequestBody;
import io.leaderboard.web.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that ranks some users among themselves. */
final class FriendsRoutes {
  @JsonPropertyOrder({"entry", "rankAmong"})
  record Friend(@JsonUnwrapped Entry entry, long rankAmong) {}

  @JsonPropertyOrder({"items", "missing"})
  record Friends(List<Friend> items, List<String> missing) {}

  private final Boards boards;
  private final PeriodStandings standings;
  private final Profiles profiles;

  FriendsRoutes(Boards boards, PeriodStandings standings, Profiles profiles) {
    this.boards = boards;
    this.standings = standings;
    this.profiles = profiles;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/ranks")
        .post(MediaType.APPLICATION_JSON, this::ranks, RankOperations.AMONG)
        .build();
  }

  private Mono<ServerResponse> ranks(ServerRequest request) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    return RequestBody.read(request, FriendsRequest.MAX_BYTES)
        .map(FriendsRequest::parse)
        .flatMap(
            friends ->
                Mono.fromFuture(
                    () -> boards.open(board).thenCompose(read -> ranks(read, friends.userIds()))))
        .flatMap(found -> ReadAnswers.fresh(found.value(), found.freshness()));
  }

  private CompletableFuture<Fresh<Friends>> ranks(FreshRead<BoardPlace> read, List<String> users) {
    return standings
        .find(read, users)
        .thenApply(
            found ->
                new Fresh<>(
                    friends(found.read().place(), users, found.placings().found()),
                    read.freshness()));
  }

  private Friends friends(BoardPlace place, List<String> users, List<Placing> found) {
    List<Placing> sorted =
        found.stream().sorted(Comparator.comparing(Placing::row, Row.ORDER)).toList();
    List<Friend> items = new ArrayList<>();
    Set<String> missing = new HashSet<>(users);
    long among = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Row row = sorted.get(i).row();
      boolean shares =
          place.ties() == Ties.SHARED
              && i > 0
              && sorted.get(i - 1).row().sortKey() == row.sortKey();
      among = shares ? among : i + 1;
      Entry entry = Entry.of(place, sorted.get(i).rank(), row, profiles.of(row.userId()));
      items.add(new Friend(entry, among));
      missing.remove(row.userId());
    }
    return new Friends(items, users.stream().filter(missing::contains).toList());
  }
}
