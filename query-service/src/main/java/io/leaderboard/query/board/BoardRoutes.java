package io.leaderboard.query.board;

import io.leaderboard.query.web.Answers;
import io.leaderboard.query.web.CacheableAnswers;
import io.leaderboard.web.QueryParameters;
import io.leaderboard.web.Routes;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The routes that show the top of a board. */
final class BoardRoutes {
  private static final int DEFAULT_LIMIT = 10;
  private static final int MAX_LIMIT = 1_000;

  private final Boards boards;
  private final HotPages pages;

  BoardRoutes(Boards boards, HotPages pages) {
    this.boards = boards;
    this.pages = pages;
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
    if (board.after().isNothing()) {
      return Mono.fromFuture(() -> pages.read(board, limit, behind))
          .flatMap(hot -> CacheableAnswers.answer(request, hot.page().page(), hot.freshness()));
    }
    return Mono.fromFuture(() -> pages.readAfresh(board, limit, behind))
        .flatMap(page -> Answers.fresh(page.page().bytes(), page.read().freshness()));
  }

  private Mono<ServerResponse> topK(ServerRequest request) {
    BoardRequest board = BoardRequest.ofQuery(request, boards.partitions());
    int k = QueryParameters.of(request).integer("k", DEFAULT_LIMIT, 1, MAX_LIMIT);
    if (board.after().isNothing()) {
      return Mono.fromFuture(() -> pages.read(board, k, Optional.empty()))
          .flatMap(hot -> Answers.fresh(hot.page().topUsers(), hot.freshness()));
    }
    return Mono.fromFuture(() -> pages.readAfresh(board, k, Optional.empty()))
        .flatMap(page -> Answers.fresh(page.topUsers(), page.read().freshness()));
  }
}
