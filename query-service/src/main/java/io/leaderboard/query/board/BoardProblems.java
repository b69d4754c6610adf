package io.leaderboard.query.board;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.limit.DidYouMean;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.UnknownPeriod;
import io.leaderboard.query.generation.RebuildShare;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.time.Duration;
import java.util.List;

/** Why a board cannot be read. */
public final class BoardProblems {
  private static final Duration SOON = Duration.ofSeconds(1);

  private BoardProblems() {}

  /** 404: nobody has defined the game or sent scores to it, or to one of a similar id. */
  public static ProblemException unknownGame(String gameId) {
    return unknownGame(Games.NONE, gameId);
  }

  /** 404: nobody has defined the game or sent scores to it. */
  public static ProblemException unknownGame(Games games, String gameId) {
    String near = games.nearest(gameId).map(each -> ": " + DidYouMean.question(each)).orElse("");
    return new ProblemException(
        Problem.of(
                404, "unknown-game", "There is no such game", "no game has the id " + gameId + near)
            .withField("gameId"));
  }

  /** 404: the game has other boards. */
  public static ProblemException unknownBoard(GameDefinition game, String boardId) {
    List<String> boards = game.boards().stream().map(BoardDefinition::id).toList();
    return new ProblemException(
        Problem.of(
                404,
                "unknown-board",
                "The game has no such board",
                "the game %s has no board %s%s; it has %s"
                    .formatted(
                        game.gameId(),
                        boardId,
                        DidYouMean.nearest(boardId, boards)
                            .map(near -> ": " + DidYouMean.question(near))
                            .orElse(""),
                        String.join(", ", boards)))
            .withField("boardId")
            .with("boards", boards));
  }

  /** 400: the board has no such period, and had none. */
  static InvalidFieldException unknownPeriod(BoardDefinition board, String asked) {
    return new InvalidFieldException("period", UnknownPeriod.allowed(board, asked));
  }

  /** 503: the board is defined, but not by the rules that the game is read under now. */
  static ProblemException boardFilling(BoardFillingException filling, RebuildShare share) {
    return new ProblemException(
        Problem.of(
                503,
                "board-filling",
                "The board is being filled",
                "the board %s of %s is new and is being filled from the log: %d of %d records, %d %%"
                    .formatted(
                        filling.boardId(),
                        filling.gameId(),
                        share.applied(),
                        share.total(),
                        share.percent()))
            .with("progress", share.document())
            .retryAfter(SOON));
  }

  /** 503: the game was filled under definitions that this service has yet to read. */
  static ProblemException definitionsBehind() {
    return new ProblemException(
        Problem.unavailable("the definitions of the boards are being read", SOON));
  }
}
