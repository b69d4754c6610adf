package io.leaderboard.cli.imports;

import java.time.Duration;
import java.util.List;

/** What the ingest API said to one request of score lines. */
sealed interface IngestAnswer {
  /**
   * The lines were looked at one by one.
   *
   * @param rejected the first 100 of those that did not become an event
   * @param rejectedTotal all of those
   * @param taken how many lines, from the first on, were looked at; the rest must be sent again
   */
  record Taken(List<Rejection> rejected, long rejectedTotal, int taken) implements IngestAnswer {}

  /**
   * One line that did not become an event.
   *
   * @param index the line within the request, from 0
   * @param retryable whether the line may be taken when it is sent again
   */
  record Rejection(int index, String reason, boolean retryable) {}

  /** The request as a whole is wrong: sending it again does not help. */
  record Refused(int status, String detail) implements IngestAnswer {}

  /**
   * Not now: an answer that asks to come again, or none at all. Events may have been written.
   *
   * @param retryAfter what the service asked for, zero when it did not
   */
  record Unavailable(String detail, Duration retryAfter) implements IngestAnswer {}
}
