package io.leaderboard.query.board;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.freshness.After;
import io.leaderboard.query.web.PathText;
import io.leaderboard.web.QueryParameters;
import java.util.Optional;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which board somebody wants to read, and what must be applied to it. The ids are well-formed; what
 * they name may not exist.
 *
 * @param boardId empty for the game's main board
 * @param period empty for the current one
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
  public static BoardRequest ofPath(ServerRequest request, int partitions) {
    String gameId = Identifiers.requireName("gameId", PathText.segment(request, GAME_SEGMENT));
    String boardId = Identifiers.requireName("boardId", PathText.segment(request, BOARD_SEGMENT));
    return of(request, gameId, Optional.of(boardId), partitions);
  }

  /**
   * The main board of the game that the parameter {@code gameId} names.
   *
   * @param partitions how many the log has
   */
  public static BoardRequest ofQuery(ServerRequest request, int partitions) {
    String gameId = QueryParameters.of(request).requiredText("gameId", Identifiers.MAX_NAME);
    return of(request, Identifiers.requireName("gameId", gameId), Optional.empty(), partitions);
  }

  /**
   * What must be applied before a request is answered.
   *
   * @param partitions how many the log has
   */
  public static After after(ServerRequest request, int partitions) {
    return QueryParameters.of(request)
        .text(After.PARAMETER, MAX_AFTER)
        .map(text -> After.parse(text, partitions))
        .orElse(After.NOTHING);
  }

  private static BoardRequest of(
      ServerRequest request, String gameId, Optional<String> boardId, int partitions) {
    Optional<String> period = QueryParameters.of(request).text("period", Identifiers.MAX_NAME);
    return new BoardRequest(gameId, boardId, period, after(request, partitions));
  }
}
