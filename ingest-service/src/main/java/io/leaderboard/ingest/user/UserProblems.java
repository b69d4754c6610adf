package io.leaderboard.ingest.user;

import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.publish.WriteProblems;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;

/** The problems of users. */
final class UserProblems {
  private static final WriteProblems WRITING =
      new WriteProblems(
          "nothing was stored",
          "Whether it was stored is not known",
          "send it again: the last one counts, so that once more changes nothing");

  private UserProblems() {}

  /** Nothing is stored of the user. */
  static ProblemException unknownUser(String userId) {
    return new ProblemException(
        Problem.of(
                404,
                "unknown-user",
                "There is no such user",
                "nothing is stored of the user '" + userId + "'")
            .withField("userId"));
  }

  /** Nothing is known of the user here, where others had to make place. */
  static ProblemException notKept(String userId) {
    return new ProblemException(
        Problem.of(
                404,
                "user-not-kept",
                "Nothing is known of the user here",
                "nothing is known of the user '"
                    + userId
                    + "': either nothing is stored, or the profile had to make place for others"
                    + " (leaderboard.users.max-memory); it is shown on boards all the same where"
                    + " the query service knows it")
            .withField("userId"));
  }

  /** A profile that is not acknowledged. */
  static ProblemException notWritten(NotDelivered why) {
    return new ProblemException(WRITING.of(why));
  }

  /** The profile could not be read now. */
  static ProblemException notRead() {
    return new ProblemException(
        Problem.unavailable(
            "the profile could not be read from Kafka in time", PublishProperties.RETRY_AFTER));
  }

  /** Too many wait for their profile. */
  static ProblemException busy() {
    return new ProblemException(
        Problem.unavailable(
            "as many profiles as allowed are being read", PublishProperties.RETRY_AFTER));
  }
}
