package io.leaderboard.ingest.game;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.limit.DidYouMean;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.publish.WriteProblems;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.util.List;

/** The problems of games. */
public final class GameProblems {
  private static final WriteProblems WRITING =
      new WriteProblems(
          "nothing was stored",
          "Whether it was stored is not known",
          "read the definition to see, and send it again when it is not there");

  private GameProblems() {}

  /** Nobody defined the game, or one of a similar id. */
  public static ProblemException unknownGame(String gameId) {
    return unknownGame(Games.NONE, gameId);
  }

  /** Nobody defined the game, and this service does not do it by itself. */
  public static ProblemException unknownGame(Games games, String gameId) {
    return unknownGame(games, gameId, "");
  }

  /**
   * Nobody defined the game, and it is not defined by its first score either.
   *
   * @param why not; empty when no score defines any
   */
  static ProblemException unknownGame(Games games, String gameId, String why) {
    String detail =
        "the game '%s' is not defined%s: define it with PUT /v1/games/{gameId}%s"
            .formatted(
                gameId,
                why.isEmpty() ? "" : ", and no score defines one any more (" + why + ")",
                games.nearest(gameId).map(near -> "; " + DidYouMean.question(near)).orElse(""));
    return new ProblemException(
        Problem.of(404, "unknown-game", "There is no such game", detail).withField("gameId"));
  }

  /** A game more than the log's bounds allow. */
  static ProblemException tooManyGames(int allowed) {
    return new ProblemException(
        Problem.of(
            409,
            "too-many-games",
            "There are as many games as allowed",
            "the log allows " + allowed + " games: more are allowed with PUT /v1/bounds"));
  }

  /**
   * A definition longer than the log's bounds allow.
   *
   * @param allowed in bytes
   */
  static ProblemException tooLarge(int allowed) {
    return new ProblemException(
        Problem.of(
            413,
            "definition-too-large",
            "The definition is too large",
            "a definition has at most "
                + allowed
                + " bytes in the log: larger ones are allowed with PUT /v1/bounds"));
  }

  /** The games are not known yet. */
  static ProblemException logNotOpen() {
    return new ProblemException(
        Problem.unavailable("the log is not open yet", PublishProperties.RETRY_AFTER));
  }

  /** The log is not what it was, and nothing may be written to it or read from it. */
  static ProblemException logRefused(String reason) {
    return new ProblemException(Problem.unavailable(reason, PublishProperties.RETRY_AFTER));
  }

  /** The definition was changed since the version that the client names. */
  static ProblemException stale(int version) {
    String detail =
        version == 0
            ? "the game is not defined"
            : "the stored definition has the ETag \"" + version + "\"";
    return new ProblemException(
        Problem.of(412, "stale-definition", "The definition is another one", detail));
  }

  /** Another definition reached the log first. */
  static ProblemException conflict() {
    return new ProblemException(
        Problem.of(
            409,
            "definition-conflict",
            "Another definition won the race",
            "read the definition, and send yours again based on it"));
  }

  /** The definition would change what the events of existing boards mean. */
  static ProblemException meaningChanged(List<String> fields) {
    return new ProblemException(
        Problem.of(
                409,
                "meaning-changed",
                "The definition changes what existing boards mean",
                "the standings must be computed again from the log: send it with ?apply=rebuild to"
                    + " do that; changed: "
                    + String.join(", ", fields))
            .with("fields", fields));
  }

  /** A record of the games that is not acknowledged. */
  static ProblemException notWritten(NotDelivered why) {
    return new ProblemException(WRITING.of(why));
  }
}
