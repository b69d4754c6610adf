package io.leaderboard.query.rank;

import io.leaderboard.query.board.BoardPlace;
import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.web.ReadAnswers;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;

/** Why a rank cannot be told. */
final class RankProblems {
  private RankProblems() {}

  /** 404: the user has no score there. */
  static ProblemException notRanked(FreshRead<BoardPlace> read, String userId) {
    BoardPlace place = read.place();
    Problem problem =
        notRanked(place.gameId(), place.boardId(), place.period().id(), userId, read.freshness());
    return new ProblemException(problem);
  }

  /** The same of what is known by name alone. */
  static Problem notRanked(
      String gameId, String boardId, String period, String userId, Freshness freshness) {
    Problem problem =
        Problem.of(
            404,
            "not-ranked",
            "The user is not on this board",
            "the user %s has no score on the board %s of %s in the period %s"
                .formatted(userId, boardId, gameId, period));
    return ReadAnswers.dated(problem.withField("userId"), freshness);
  }
}
