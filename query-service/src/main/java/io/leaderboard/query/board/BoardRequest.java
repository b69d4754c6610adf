package io.leaderboard.query.board;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.query.web.ReadTarget;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which board somebody wants to read, and what must be applied to it. The ids are well-formed; what
 * they name may not exist.
 *
 * @param boardId empty for the game's main board
 * @param period empty for the newest that has begun, or for the first while none has
 */
public record BoardRequest(
    String gameId, Optional<String> boardId, Optional<String> period, After after) {
  /** What the pattern of every board's route begins with. */
  public static final String PATTERN = "/v1/games/{gameId}/boards/{boardId}";

  /** How many segments {@link #PATTERN} has: the index of the first one behind it. */
  public static final int SEGMENTS = 5;

  private static final int GAME_SEGMENT = 2;
  private static final int BOARD_SEGMENT = 4;

  /** Longest text of {@code after}: 1,024 positions. */
  private static final int MAX_AFTER = 32 * 1_024;

  /**
   * The board that a path beginning with {@link #PATTERN} names.
   *
   * @param partitions how many the log has
   */
  public static BoardRequest ofPath(ReadTarget target, int partitions) {
    String gameId = Identifiers.requireName("gameId", target.segment(GAME_SEGMENT));
    String boardId = Identifiers.requireName("boardId", target.segment(BOARD_SEGMENT));
    return of(target, gameId, Optional.of(boardId), partitions);
  }

  /** As {@link #ofPath(ReadTarget, int)}. */
  public static BoardRequest ofPath(ServerRequest request, int partitions) {
    return ofPath(ReadRoute.target(request), partitions);
  }

  /**
   * The main board of the game that the parameter {@code gameId} names.
   *
   * @param partitions how many the log has
   */
  public static BoardRequest ofQuery(ReadTarget target, int partitions) {
    String gameId = target.query().requiredText("gameId", Identifiers.MAX_NAME);
    return of(target, Identifiers.requireName("gameId", gameId), Optional.empty(), partitions);
  }

  /**
   * What must be applied before a request is answered.
   *
   * @param partitions how many the log has
   */
  public static After after(ReadTarget target, int partitions) {
    return target
        .query()
        .text(After.PARAMETER, MAX_AFTER)
        .map(text -> After.parse(text, partitions))
        .orElse(After.NOTHING);
  }

  private static BoardRequest of(
      ReadTarget target, String gameId, Optional<String> boardId, int partitions) {
    Optional<String> period = target.query().text("period", Identifiers.MAX_NAME);
    return new BoardRequest(gameId, boardId, period, after(target, partitions));
  }
}
