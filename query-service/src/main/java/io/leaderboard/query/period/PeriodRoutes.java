package io.leaderboard.query.period;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.query.board.Archive;
import io.leaderboard.query.board.Archive.Archived;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.ClosedThrough;
import io.leaderboard.query.board.PastPeriods;
import io.leaderboard.query.board.PeriodState;
import io.leaderboard.query.freshness.Fresh;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The route that lists the periods of a board. */
final class PeriodRoutes {

  @JsonPropertyOrder({"items", "next"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PeriodList(List<PeriodEntry> items, @Nullable String next) {}

  /** A period with scores that are still in Redis or not any more. */
  private record Found(Period period, PeriodState state, long total) {}

  private final Boards boards;
  private final KnownPeriods periods;
  private final Archive archive;
  private final ClosedThrough closings;
  private final PastPeriods past;

  PeriodRoutes(
      Boards boards,
      KnownPeriods periods,
      Archive archive,
      ClosedThrough closings,
      PastPeriods past) {
    this.boards = boards;
    this.periods = periods;
    this.archive = archive;
    this.closings = closings;
    this.past = past;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/periods")
        .get(this::list, PeriodOperations.LIST)
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    QueryParameters query = QueryParameters.of(request);
    int limit = ListLimit.of(query);
    Optional<Period> before =
        query.text(CursorText.PARAMETER, PeriodCursor.MAX_LENGTH).map(PeriodCursor::parse);
    return Mono.fromFuture(
            () -> boards.openAnyPeriod(board).thenCompose(read -> list(read, before, limit)))
        .flatMap(list -> ReadAnswers.fresh(list.value(), list.freshness()));
  }

  private CompletableFuture<Fresh<PeriodList>> list(
      FreshRead<BoardPlace> read, Optional<Period> before, int limit) {
    BoardPlace board = read.place();
    // One more than is shown says whether more follow.
    CompletableFuture<List<Found>> live =
        periods
            .newestFirst(board, before, limit + 1)
            .thenCompose(
                known ->
                    periods
                        .totals(board, known)
                        .thenCombine(
                            closings.through(board),
                            (totals, through) -> found(known, totals, through)));
    if (board.board().period() == PeriodKind.ALL_TIME && !past.mayHaveFormer(board)) {
      return live.thenApply(found -> new Fresh<>(document(found, limit), read.freshness()));
    }
    // In this order: what has left Redis by now was written to final-standings before, so that an
    // archive that is level from here on has it. One that is not may lack it, and that is said.
    return live.thenCompose(
        found ->
            archive
                .isLevel()
                .thenCompose(
                    level ->
                        archive
                            .periods(board, before, limit + 1)
                            .thenApply(
                                archived ->
                                    new Fresh<>(
                                        document(merged(board, found, archived, level), limit),
                                        read.freshness().orStale(!level)))));
  }

  private List<Found> found(List<Period> known, List<Long> totals, long through) {
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      PeriodState state = closings.state(known.get(i), through);
      found.add(new Found(known.get(i), state, totals.get(i)));
    }
    return found;
  }

  /**
   * Newest first; what is in Redis is read there, unless it may be something else than was
   * announced: then it is not shown before the archive has it, or surely lacks it.
   */
  private List<Found> merged(
      BoardPlace board, List<Found> live, List<Archived> archived, boolean isLevel) {
    Map<String, Found> all = new HashMap<>();
    for (Archived each : archived) {
      all.put(each.period().id(), new Found(each.period(), PeriodState.ARCHIVED, each.total()));
    }
    for (Found each : live) {
      boolean isArchived = all.containsKey(each.period().id());
      boolean isAnnounced =
          !past.mayDiffer(board.in(each.period()), each.state()) || (isLevel && !isArchived);
      // What has expired may still be named.
      if (isAnnounced && (each.total() > 0 || !isArchived)) {
        all.put(
            each.period().id(),
            isArchived && each.state() == PeriodState.CLOSED
                ? new Found(each.period(), PeriodState.ARCHIVED, each.total())
                : each);
      }
    }
    return all.values().stream()
        .sorted(Comparator.comparing(Found::period, Archive.NEWEST_FIRST))
        .toList();
  }

  private static PeriodList document(List<Found> found, int limit) {
    List<PeriodEntry> items =
        found.stream()
            .limit(limit)
            .filter(each -> each.total() > 0)
            .map(each -> PeriodEntry.of(each.period(), each.state(), each.total()))
            .toList();
    return new PeriodList(
        items, found.size() > limit ? PeriodCursor.of(found.get(limit - 1).period()) : null);
  }
}
