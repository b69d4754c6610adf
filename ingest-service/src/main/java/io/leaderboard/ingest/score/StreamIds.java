package io.leaderboard.ingest.score;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.web.ProblemException;
import io.leaderboard.web.QueryParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * How the lines of a stream are numbered, and named when they have no event id of their own: by the
 * key of the stream and the number of the line, so that a line that is sent again has the id that
 * it had.
 *
 * @param key null when the stream has none: each of its lines must have an id
 * @param firstLine the number of the first line that is sent, 0 or more
 */
record StreamIds(@Nullable String key, long firstLine) {
  /** Longest key: an id has room for it, a hyphen and the number of the line. */
  static final int MAX_KEY = 48;

  /**
   * Largest number of a first line: what follows it has at most the 15 digits there is room for.
   */
  static final int MAX_FIRST_LINE = 999_999_999;

  static final String FIRST_LINE = "firstLine";

  /**
   * Those of a request.
   *
   * @throws InvalidFieldException when its header or parameter is not allowed
   */
  static StreamIds of(ServerRequest request) {
    String key = request.headers().firstHeader(SingleScores.IDEMPOTENCY_KEY);
    if (key != null) {
      Identifiers.requireEventId(SingleScores.IDEMPOTENCY_KEY, key);
      if (key.length() > MAX_KEY) {
        throw new InvalidFieldException(
            SingleScores.IDEMPOTENCY_KEY,
            "must be at most " + MAX_KEY + " characters for a stream: its lines are numbered");
      }
    }
    return new StreamIds(
        key, QueryParameters.of(request).integer(FIRST_LINE, 0, 0, MAX_FIRST_LINE));
  }

  /**
   * The score of a line, with an event id.
   *
   * @throws ProblemException when the line has none and the stream has no key
   */
  ScoreInput identified(long line, ScoreInput score) {
    if (score.eventId() != null) {
      return score;
    }
    if (key == null) {
      throw new ProblemException(ScoreProblems.noEventId(line));
    }
    return score.withEventId(key + '-' + line);
  }
}
