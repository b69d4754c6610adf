package io.leaderboard.query.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.archive.FinalRanks.Finish;
import io.leaderboard.query.board.BoardProblems;
import io.leaderboard.query.board.UserRequest;
import io.leaderboard.query.freshness.FreshReads;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.web.ListLimit;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The route that says how a user finished. It needs Cassandra, and answers without freshness while
 * Redis is away: how far closings are applied is what makes it fresh.
 */
final class FinishRoutes {
  @JsonPropertyOrder({"boardId", "period", "rank", "score", "total"})
  record FinishEntry(String boardId, String period, long rank, BigDecimal score, long total) {
    static FinishEntry of(Finish finish) {
      return new FinishEntry(
          finish.boardId(),
          finish.period(),
          finish.rank(),
          ScaledLong.toDecimal(finish.score(), finish.scale()),
          finish.total());
    }
  }

  @JsonPropertyOrder({"items", "next"})
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FinishList(List<FinishEntry> items, @Nullable String next) {}

  private final OpenLog log;
  private final FreshReads reads;
  private final Finishes finishes;
  private final ArchiveProgress progress;

  FinishRoutes(OpenLog log, FreshReads reads, Finishes finishes, ArchiveProgress progress) {
    this.log = log;
    this.reads = reads;
    this.finishes = finishes;
    this.progress = progress;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(UserRequest.PATTERN + "/finishes")
        .get(this::list, FinishOperations.LIST)
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    UserRequest user = UserRequest.ofPath(request);
    QueryParameters query = QueryParameters.of(request);
    int limit = ListLimit.of(query);
    Optional<FinishCursor> behind =
        query.text(CursorText.PARAMETER, FinishCursor.MAX_LENGTH).map(FinishCursor::parse);
    Optional<String> asked = query.text("boardId", Identifiers.MAX_NAME);
    return Mono.fromFuture(() -> log.game(user.gameId()))
        .map(game -> game.orElseThrow(() -> BoardProblems.unknownGame(log.games(), user.gameId())))
        .map(game -> boards(game.definition(), asked))
        // First whether the archive is level: then what is read from it lacks nothing.
        .flatMap(
            boards ->
                Mono.fromFuture(progress::isSurelyLevel)
                    .flatMap(level -> list(user, boards, behind, limit, level)));
  }

  private Mono<ServerResponse> list(
      UserRequest user,
      List<String> boards,
      Optional<FinishCursor> behind,
      int limit,
      boolean level) {
    return freshness(user.gameId())
        .zipWith(Mono.fromFuture(() -> finishes.read(user, boards, behind, limit)))
        .flatMap(
            read -> {
              Finishes.Part part = read.getT2();
              List<FinishEntry> items = part.shown().stream().map(FinishEntry::of).toList();
              String next = part.next().map(FinishCursor::encoded).orElse(null);
              return ReadAnswers.perhapsFresh(new FinishList(items, next), read.getT1(), !level);
            });
  }

  private static List<String> boards(GameDefinition game, Optional<String> asked) {
    if (asked.isEmpty()) {
      return game.boards().stream().map(BoardDefinition::id).toList();
    }
    String boardId = Identifiers.requireName("boardId", asked.get());
    if (game.board(boardId).isEmpty()) {
      throw BoardProblems.unknownBoard(game, boardId);
    }
    return List.of(boardId);
  }

  private Mono<Optional<Freshness>> freshness(String gameId) {
    return Mono.fromFuture(() -> reads.overall(gameId))
        .map(Optional::of)
        .onErrorResume(unknown -> Mono.just(Optional.empty()));
  }
}
