package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.query.profile.Profiles;
import io.leaderboard.query.web.Answers;
import io.leaderboard.query.web.CacheableAnswers;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The routes that show the top of a board. */
final class BoardRoutes {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 1_000;

  @JsonPropertyOrder({"userId", "score"})
  private record TopUser(String userId, BigDecimal score) {}

  private final Boards boards;
  private final Pages pages;
  private final Profiles profiles;

  BoardRoutes(Boards boards, Pages pages, Profiles profiles) {
    this.boards = boards;
    this.pages = pages;
    this.profiles = profiles;
  }

  RouterFunction<ServerResponse> routes() {
    return Routes.at(BoardRequest.PATTERN + "/top")
        .get(this::top)
        .build()
        .and(Routes.at("/topk").get(this::topK).build());
  }

  private Mono<ServerResponse> top(ServerRequest request) {
    BoardRequest board = BoardRequest.ofPath(request, boards.partitions());
    QueryParameters query = QueryParameters.of(request);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    Optional<Cursor> behind = query.text(Cursor.PARAMETER, Cursor.MAX_LENGTH).map(Cursor::parse);
    return Mono.fromFuture(() -> pages.read(board, limit, behind))
        .flatMap(
            page ->
                board.after().isNothing()
                    ? CacheableAnswers.answer(
                        request, page.first(limit, profiles), page.freshness())
                    : Answers.fresh(page.first(limit, profiles), page.freshness()));
  }

  private Mono<ServerResponse> topK(ServerRequest request) {
    BoardRequest board = BoardRequest.ofQuery(request, boards.partitions());
    int k = QueryParameters.of(request).integer("k", DEFAULT_LIMIT, 1, MAX_LIMIT);
    return Mono.fromFuture(() -> pages.read(board, k, Optional.empty()))
        .flatMap(page -> Answers.fresh(topUsers(page.first(k, profiles)), page.freshness()));
  }

  private static List<TopUser> topUsers(Page page) {
    return page.items().stream().map(entry -> new TopUser(entry.userId(), entry.score())).toList();
  }
}
