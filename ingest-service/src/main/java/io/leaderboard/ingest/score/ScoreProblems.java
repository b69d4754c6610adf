package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.ingest.publish.NotDelivered;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.publish.WriteProblems;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;

/** The problems of scores. */
final class ScoreProblems {
  private static final WriteProblems WRITING =
      new WriteProblems(
          "the event was not taken",
          "Whether the log holds the event is not known",
          "Kafka did not acknowledge in time: send it again with the same eventId, and it counts"
              + " once");

  private static final String NO_EVENT_ID = "no-event-id";

  private ScoreProblems() {}

  /** What an expected failure is. */
  static Problem of(RuntimeException failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof InvalidFieldException invalid) {
      return Problem.invalidField(invalid);
    }
    throw failure;
  }

  static Problem inactive(String gameId) {
    return Problem.of(
        409,
        "game-inactive",
        "The game takes no scores",
        "the game '" + gameId + "' is not active; scores are taken when its definition says so");
  }

  static Problem notDelivered(NotDelivered why, String eventId) {
    Problem problem = WRITING.of(why);
    return why == NotDelivered.UNKNOWN ? problem.with("eventId", eventId) : problem;
  }

  static Problem outcomeUnknown() {
    return WRITING.of(NotDelivered.UNKNOWN);
  }

  static Problem busy() {
    return Problem.unavailable(
        "as many batches as allowed are being served", PublishProperties.RETRY_AFTER);
  }

  static Problem tooManyStreams(int most) {
    return Problem.of(
            429,
            "too-many-streams",
            "Too many streams of one client",
            "at most " + most + " streams of one address are served at a time")
        .retryAfter(PublishProperties.RETRY_AFTER);
  }

  static Problem lineTooLong() {
    return Problem.of(
        400,
        "line-too-long",
        "A line is too long",
        "a line has at most " + ScoreProperties.MAX_SCORE_BYTES + " bytes");
  }

  /** A line of a stream that, sent again, would get another event id and count again. */
  static Problem noEventId(long line) {
    return Problem.of(
        400,
        NO_EVENT_ID,
        "A line has no event id",
        "line "
            + line
            + " has no eventId: give each line one, or send the header Idempotency-Key, which makes"
            + " them of it and the number of the line, so that what is sent again counts once");
  }

  static boolean isNoEventId(Problem problem) {
    return problem.name().equals(NO_EVENT_ID);
  }

  static Problem noScores() {
    return Problem.invalidBody("there are no scores");
  }
}
