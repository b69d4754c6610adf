package io.leaderboard.query.rank;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.Page;
import io.leaderboard.query.board.PeriodState;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.ReadAnswer;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadTarget;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The route that shows a user with who stands next to that user. */
final class AroundRoutes {
  static final int DEFAULT_RADIUS = 4;
  static final int MAX_RADIUS = 50;

  private final Boards boards;
  private final Around around;
  private final PeriodStandings standings;
  private final Profiles profiles;

  AroundRoutes(Boards boards, Around around, PeriodStandings standings, Profiles profiles) {
    this.boards = boards;
    this.around = around;
    this.standings = standings;
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
    return around
        .read(place, userId, radius)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? archived(read, userId, radius)
                    : standings
                        .insteadOf(place, found.get().total())
                        .thenCompose(
                            kept ->
                                kept.isEmpty()
                                    ? live(read, found.get())
                                    : archived(read, userId, radius)))
        .thenApply(page -> new Fresh<>(page, read.freshness()));
  }

  private CompletableFuture<Page> live(FreshRead<BoardPlace> read, BoardSlice slice) {
    BoardPlace place = read.place();
    return standings.state(place).thenApply(state -> Page.of(place, slice, state, profiles));
  }

  /**
   * Redis does not have the user, be it that it does not have the period any more, or has it
   * otherwise than announced.
   */
  private CompletableFuture<Page> archived(FreshRead<BoardPlace> read, String userId, int radius) {
    return standings
        .find(read, List.of(userId))
        .thenCompose(
            found -> {
              if (found.archive().isEmpty() || found.placings().found().isEmpty()) {
                throw RankProblems.notRanked(read, userId);
              }
              Row middle = found.placings().found().get(0).row();
              return PeriodStandings.around(found.archive().get(), middle, radius)
                  .thenApply(
                      slice ->
                          Page.of(found.read().place(), slice, PeriodState.ARCHIVED, profiles));
            });
  }
}
