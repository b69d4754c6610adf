package io.leaderboard.events.reference;

import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic {@code score-events} with its place.
 *
 * @param record null when its bytes cannot be decoded
 */
public record LogRecord(int partition, long offset, @Nullable ScoreRecord record) {
  /** A record as it was read from the log. */
  public static LogRecord of(int partition, long offset, byte @Nullable [] value) {
    try {
      return new LogRecord(partition, offset, ScoreRecordCodec.decode(value));
    } catch (UndecodableRecordException e) {
      return new LogRecord(partition, offset, null);
    }
  }
}
