package io.leaderboard.query.stream;

import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import java.time.Duration;

/** Why a stream is not opened. */
final class StreamProblems {
  private static final Duration LATER = Duration.ofSeconds(2);

  private StreamProblems() {}

  /** 503: all places are taken. */
  static ProblemException full() {
    return new ProblemException(
        Problem.unavailable("as many streams are open as there may be", LATER));
  }

  /** 503: nobody watches the board yet, and as many others are watched as there may be. */
  static ProblemException tooManyWatches() {
    return new ProblemException(
        Problem.unavailable("as many different boards are watched as there may be", LATER));
  }

  /** 429: others of the same address hold as many streams as it may have. */
  static ProblemException tooManyOfAddress(int most) {
    return new ProblemException(
        Problem.of(
                429,
                "too-many-streams",
                "The address has as many streams as it may have",
                "one address may have %d streams open".formatted(most))
            .retryAfter(LATER));
  }
}
