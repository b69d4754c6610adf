package io.leaderboard.query.games;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.Boards;
import io.leaderboard.query.board.ProjectedBoards;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.redis.RedisConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Counts the users of a game's boards: one command a board, sent together. Thread-safe. */
final class BoardSizes {
  private final Boards boards;
  private final RedisConnection redis;

  BoardSizes(Boards boards, RedisConnection redis) {
    this.boards = boards;
    this.redis = redis;
  }

  /** By board id; without the boards that cannot be read now. */
  CompletableFuture<Map<String, Long>> of(Game game) {
    Map<String, CompletableFuture<Optional<Long>>> asked = new HashMap<>();
    for (BoardDefinition board : game.definition().boards()) {
      if (ProjectedBoards.contains(board)) {
        asked.put(board.id(), size(game.id(), board.id()));
      }
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<String, Long> sizes = new HashMap<>();
              asked.forEach(
                  (board, size) -> size.join().ifPresent(users -> sizes.put(board, users)));
              return sizes;
            });
  }

  private CompletableFuture<Optional<Long>> size(String gameId, String boardId) {
    BoardRequest request =
        new BoardRequest(gameId, Optional.of(boardId), Optional.empty(), After.NOTHING);
    return boards
        .open(request)
        .thenCompose(read -> count(read.place()))
        .thenApply(Optional::of)
        // A definition is worth having without the counts.
        .exceptionally(unknown -> Optional.empty());
  }

  private CompletableFuture<Long> count(BoardPlace place) {
    return redis.call(commands -> commands.zcard(place.sortedSet()));
  }
}
