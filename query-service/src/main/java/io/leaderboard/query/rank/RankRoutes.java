package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Entry;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadAnswer;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadTarget;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The routes that say where one user stands. */
final class RankRoutes {
  private static final String USER = "userId";

  @JsonPropertyOrder({"userId", "rank"})
  record Rank(String userId, long rank) {}

  /** Where a user was found. */
  private record Found(FreshRead<BoardPlace> read, long total, Placing placing) {}

  private final Boards boards;
  private final PeriodStandings standings;
  private final Profiles profiles;

  RankRoutes(Boards boards, PeriodStandings standings, Profiles profiles) {
    this.boards = boards;
    this.standings = standings;
    this.profiles = profiles;
  }

  List<ReadRoute> routes() {
    return List.of(
        new ReadRoute(BoardRequest.PATTERN + "/users/{userId}", this::byPath, RankOperations.USER),
        new ReadRoute(
            BoardRequest.PATTERN + "/user", this::byParameter, RankOperations.USER_BY_PARAMETER),
        new ReadRoute("/rank/{userId}", this::onMainBoard, RankOperations.ON_MAIN_BOARD));
  }

  private CompletableFuture<ReadAnswer> byPath(ReadTarget target) {
    return onBoard(target, target.segment(BoardRequest.SEGMENTS + 1));
  }

  private CompletableFuture<ReadAnswer> byParameter(ReadTarget target) {
    return onBoard(target, target.query().requiredText(USER, Identifiers.MAX_USER_ID_BYTES));
  }

  private CompletableFuture<ReadAnswer> onBoard(ReadTarget target, String userId) {
    return find(BoardRequest.ofPath(target, boards.partitions()), userId)
        .thenApply(found -> ReadAnswer.fresh(document(found), found.read().freshness()));
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

  private CompletableFuture<ReadAnswer> onMainBoard(ReadTarget target) {
    return find(BoardRequest.ofQuery(target, boards.partitions()), target.segment(1))
        .thenApply(
            found ->
                ReadAnswer.fresh(
                    new Rank(found.placing().row().userId(), found.placing().rank()),
                    found.read().freshness()));
  }

  private CompletableFuture<Found> find(BoardRequest board, String userId) {
    Identifiers.requireUserId(USER, userId);
    return boards.open(board).thenCompose(read -> find(read, userId));
  }

  private CompletableFuture<Found> find(FreshRead<BoardPlace> read, String userId) {
    return standings
        .find(read, List.of(userId))
        .thenApply(
            found -> {
              Placings placings = found.placings();
              if (placings.found().isEmpty()) {
                throw RankProblems.notRanked(read, userId);
              }
              return new Found(found.read(), placings.total(), placings.found().get(0));
            });
  }
}
