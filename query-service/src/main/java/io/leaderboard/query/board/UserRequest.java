package io.leaderboard.query.board;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.query.web.PathText;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which user of which game somebody wants to read about. The ids are well-formed; what they name
 * may not exist.
 */
public record UserRequest(String gameId, String userId) {
  /** What the pattern of every user's route begins with. */
  public static final String PATTERN = "/v1/games/{gameId}/users/{userId}";

  private static final int GAME_SEGMENT = 2;
  private static final int USER_SEGMENT = 4;

  /** The user that a path beginning with {@link #PATTERN} names. */
  public static UserRequest ofPath(ServerRequest request) {
    return new UserRequest(
        Identifiers.requireName("gameId", PathText.segment(request, GAME_SEGMENT)),
        Identifiers.requireUserId("userId", PathText.segment(request, USER_SEGMENT)));
  }
}
