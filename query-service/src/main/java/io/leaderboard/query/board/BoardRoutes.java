package io.leaderboard.query.board;

import io.leaderboard.query.web.ReadAnswer;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadTarget;
import io.leaderboard.web.CursorText;
import io.leaderboard.web.QueryParameters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The routes that show the top of a board. */
final class BoardRoutes {
  static final int DEFAULT_LIMIT = 10;
  static final int MAX_LIMIT = 1_000;

  private final Boards boards;
  private final HotPages pages;

  BoardRoutes(Boards boards, HotPages pages) {
    this.boards = boards;
    this.pages = pages;
  }

  List<ReadRoute> routes() {
    return List.of(
        new ReadRoute(BoardRequest.PATTERN + "/top", this::top, BoardOperations.TOP),
        new ReadRoute("/topk", this::topK, BoardOperations.TOP_K));
  }

  private CompletableFuture<ReadAnswer> top(ReadTarget target) {
    BoardRequest board = BoardRequest.ofPath(target, boards.partitions());
    QueryParameters query = target.query();
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    Optional<Cursor> behind =
        query.text(CursorText.PARAMETER, Cursor.MAX_LENGTH).map(Cursor::parse);
    if (board.after().isNothing()) {
      return pages
          .read(board, limit, behind)
          .thenApply(hot -> ReadAnswer.cacheable(target, hot.page().page(), hot.freshness()));
    }
    return pages
        .readAfresh(board, limit, behind)
        .thenApply(page -> ReadAnswer.fresh(page.page().bytes(), page.read().freshness()));
  }

  private CompletableFuture<ReadAnswer> topK(ReadTarget target) {
    BoardRequest board = BoardRequest.ofQuery(target, boards.partitions());
    int k = target.query().integer("k", DEFAULT_LIMIT, 1, MAX_LIMIT);
    if (board.after().isNothing()) {
      return pages
          .read(board, k, Optional.empty())
          .thenApply(hot -> ReadAnswer.fresh(hot.page().topUsers(), hot.freshness()));
    }
    return pages
        .readAfresh(board, k, Optional.empty())
        .thenApply(page -> ReadAnswer.fresh(page.topUsers(), page.read().freshness()));
  }
}
