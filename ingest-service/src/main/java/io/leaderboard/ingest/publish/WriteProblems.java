package io.leaderboard.ingest.publish;

import io.leaderboard.web.Problem;

/**
 * What one kind of record is answered with when it is not acknowledged: all 503, and all may be
 * tried again.
 *
 * @param nothing what holds for certain when Kafka never saw it, such as "nothing was stored"
 * @param unknown what is not known when Kafka may have it, as a title
 * @param remedy what to do then
 */
public record WriteProblems(String nothing, String unknown, String remedy) {
  /** The name of the problem that leaves open whether the log holds the record. */
  public static final String OUTCOME_UNKNOWN = "outcome-unknown";

  /** The problem of one reason. */
  public Problem of(NotDelivered why) {
    return switch (why) {
      case BUSY -> notTaken("as many events as allowed are in flight");
      case UNREACHABLE -> notTaken("Kafka cannot be reached now");
      case UNKNOWN ->
          Problem.of(503, OUTCOME_UNKNOWN, unknown, remedy)
              .retryAfter(PublishProperties.RETRY_AFTER);
    };
  }

  private Problem notTaken(String reason) {
    return Problem.unavailable(reason + "; " + nothing, PublishProperties.RETRY_AFTER);
  }
}
