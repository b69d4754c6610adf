package io.leaderboard.ingest.score;

import io.leaderboard.web.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An element of a batch, or a line of a stream, as it was read.
 *
 * @param index its place, from 0
 * @param score null when it could not be read
 * @param refused why it could not be read, else null
 */
record BatchEntry(long index, @Nullable ScoreInput score, @Nullable Problem refused) {
  /** Whether it could not be taken because nothing gives it an event id, which ends a stream. */
  boolean isWithoutEventId() {
    return refused != null && ScoreProblems.isNoEventId(refused);
  }

  /** One that was read; it gets an event id if it has none, so that it can be named. */
  static BatchEntry of(long index, ScoreInput score) {
    return new BatchEntry(
        index, score.eventId() == null ? score.withEventId(EventIds.next()) : score, null);
  }

  /** One that could not be read. */
  static BatchEntry refused(long index, RuntimeException failure) {
    return new BatchEntry(index, null, ScoreProblems.of(failure));
  }
}
