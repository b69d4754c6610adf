package io.leaderboard.query.rank;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.query.board.ArchivedBoard;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardSlice;
import io.leaderboard.query.board.PastPeriods;
import io.leaderboard.query.board.PeriodState;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.cassandra.CassandraUnavailableException;
import io.leaderboard.query.failure.Failure;
import io.leaderboard.query.freshness.FreshRead;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Finds users in any period: in Redis, or in the archive when Redis has left it. Thread-safe. */
final class PeriodStandings {
  /**
   * Where users were found.
   *
   * @param read the place in Redis, or in the archive with the rules that hold there
   * @param archive where Redis does not have the period any more
   */
  record Found(FreshRead<BoardPlace> read, Placings placings, Optional<ArchivedBoard> archive) {}

  /**
   * Where one user was found, if at all.
   *
   * @param place in Redis, or with the rules that the period was announced under
   * @param isKnown false when only the archive could tell, which cannot be read now
   */
  record OfUser(BoardPlace place, PeriodState state, List<Placing> found, boolean isKnown) {}

  private final Standings standings;
  private final PastPeriods past;

  PeriodStandings(Standings standings, PastPeriods past) {
    this.standings = standings;
    this.past = past;
  }

  /**
   * Where users stand.
   *
   * @param users at most 500, without repeats
   */
  CompletableFuture<Found> find(FreshRead<BoardPlace> read, List<String> users) {
    return standings
        .find(read.place(), users)
        .thenCompose(
            live ->
                past.insteadOf(read.place(), live.total())
                    .thenCompose(
                        kept ->
                            kept.isEmpty()
                                ? CompletableFuture.completedFuture(
                                    new Found(read, live, Optional.empty()))
                                : find(read, kept.get(), users)));
  }

  /**
   * Where a user stands in a period, with the place whose rules hold there and the period's state:
   * one round trip while the period is on. Does not fail for an archive that cannot be read.
   */
  CompletableFuture<OfUser> find(FreshRead<BoardPlace> read, String userId) {
    return find(read, List.of(userId))
        .thenCompose(
            found -> {
              BoardPlace place = found.read().place();
              List<Placing> placings = found.placings().found();
              return found.archive().isPresent()
                  ? CompletableFuture.completedFuture(
                      new OfUser(place, PeriodState.ARCHIVED, placings, true))
                  : state(place).thenApply(state -> new OfUser(place, state, placings, true));
            })
        .exceptionallyCompose(
            failure ->
                Failure.cause(failure) instanceof CassandraUnavailableException
                    ? CompletableFuture.completedFuture(
                        new OfUser(read.place(), PeriodState.CLOSED, List.of(), false))
                    : CompletableFuture.failedFuture(failure));
  }

  /** The state of a period that Redis is read for. */
  CompletableFuture<PeriodState> state(BoardPlace place) {
    return past.state(place);
  }

  /** What is to be read instead of what Redis has, where it is not the period as announced. */
  CompletableFuture<Optional<ArchivedBoard>> insteadOf(BoardPlace place, long total) {
    return past.insteadOf(place, total);
  }

  /**
   * Where somebody new would stand who had this score, by the rules that hold in the period. Fails
   * with an {@link InvalidFieldException} when it is no number by them.
   */
  CompletableFuture<Placings> ofScore(BoardPlace place, BigDecimal score) {
    OptionalLong value = ScaledLong.of(score, place.rules().scale());
    // It may be one by the rules that the period was announced under.
    CompletableFuture<Placings> asked =
        value.isEmpty()
            ? CompletableFuture.completedFuture(new Placings(0, List.of()))
            : standings.ofSortKey(place, place.rules().sortKey(value.getAsLong()));
    return asked.thenCompose(
        live ->
            past.insteadOf(place, live.total())
                .thenCompose(
                    kept -> {
                      if (kept.isPresent()) {
                        return ofScore(kept.get(), score);
                      }
                      return value.isEmpty()
                          ? CompletableFuture.failedFuture(refused(place))
                          : CompletableFuture.completedFuture(live);
                    }));
  }

  private static CompletableFuture<Found> find(
      FreshRead<BoardPlace> read, ArchivedBoard board, List<String> users) {
    return board
        .find(users)
        .thenApply(
            found ->
                new Found(
                    new FreshRead<>(board.place(), read.freshness(), read.applied()),
                    new Placings(board.total(), found),
                    Optional.of(board)));
  }

  private static CompletableFuture<Placings> ofScore(ArchivedBoard board, BigDecimal score) {
    OptionalLong value = ScaledLong.of(score, board.place().rules().scale());
    if (value.isEmpty()) {
      return CompletableFuture.failedFuture(refused(board.place()));
    }
    long sortKey = board.place().rules().sortKey(value.getAsLong());
    boolean isLate = board.place().ties() == Ties.EARLIEST;
    return board
        .count(row -> row.sortKey() < sortKey || (isLate && row.sortKey() == sortKey))
        .thenApply(
            ahead ->
                new Placings(
                    board.total(), List.of(new Placing(new Row("", sortKey, null), ahead))));
  }

  private static InvalidFieldException refused(BoardPlace place) {
    return new InvalidFieldException(
        ScoreRankRoutes.SCORE, ScaledLong.allowed(place.rules().scale()));
  }

  /** An entry of an archived board and the neighbours. */
  static CompletableFuture<BoardSlice> around(ArchivedBoard board, Row middle, int radius) {
    return board
        .count(row -> Row.ORDER.compare(row, middle) < 0)
        .thenCompose(
            before -> {
              long start = Math.max(0, before - radius);
              return board.slice(start, (int) (before - start) + 1 + radius);
            });
  }
}
