package io.leaderboard.query.rank;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Closings;
import io.leaderboard.query.board.Page;
import io.leaderboard.query.board.PeriodState;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadAnswer;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadTarget;
import java.util.concurrent.CompletableFuture;

/** The route that shows a user with who stands next to that user. */
final class AroundRoutes {
  static final int DEFAULT_RADIUS = 4;
  static final int MAX_RADIUS = 50;

  private final Boards boards;
  private final Around around;
  private final Closings closings;
  private final Profiles profiles;

  AroundRoutes(Boards boards, Around around, Closings closings, Profiles profiles) {
    this.boards = boards;
    this.around = around;
    this.closings = closings;
    this.profiles = profiles;
  }

  ReadRoute route() {
    return new ReadRoute(
        BoardRequest.PATTERN + "/users/{userId}/around", this::around, RankOperations.AROUND);
  }

  private CompletableFuture<ReadAnswer> around(ReadTarget target) {
    BoardRequest board = BoardRequest.ofPath(target, boards.partitions());
    String userId = Identifiers.requireUserId("userId", target.segment(BoardRequest.SEGMENTS + 1));
    int radius = target.query().integer("radius", DEFAULT_RADIUS, 1, MAX_RADIUS);
    return boards
        .open(board)
        .thenCompose(read -> page(read, userId, radius))
        .thenApply(page -> ReadAnswer.fresh(page.value(), page.freshness()));
  }

  private CompletableFuture<Fresh<Page>> page(
      FreshRead<BoardPlace> read, String userId, int radius) {
    BoardPlace place = read.place();
    return closings
        .through(place)
        .thenCombine(
            around.read(place, userId, radius),
            (through, found) -> {
              BoardSlice slice = found.orElseThrow(() -> RankProblems.notRanked(read, userId));
              PeriodState state = PeriodState.of(place.period(), through);
              return new Fresh<>(Page.of(place, slice, state, profiles), read.freshness());
            });
  }
}
