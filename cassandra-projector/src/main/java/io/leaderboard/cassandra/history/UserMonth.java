package io.leaderboard.cassandra.history;

import io.leaderboard.events.score.ScoreEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where the history of a user lies: one partition of {@code score_events}.
 *
 * @param month the UTC month of the events' {@code occurredAt}, 202611 for November 2026, whatever
 *     the game's time zone: it may change, a row's place may not
 * @param slice the events' offset in the log divided by {@value #OFFSETS_PER_SLICE}
 */
record UserMonth(String gameId, String userId, int month, int slice) {
  /** An offset holds one event at most, so a slice has at most as many rows. */
  static final long OFFSETS_PER_SLICE = 1L << 20;

  static UserMonth of(long offset, ScoreEvent event) {
    return of(event.gameId(), event.userId(), offset, event.occurredAt());
  }

  static UserMonth of(String gameId, String userId, long offset, long occurredAt) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(occurredAt), ZoneOffset.UTC);
    return new UserMonth(
        gameId, userId, date.getYear() * 100 + date.getMonthValue(), slice(offset));
  }

  /** The slice of an offset. */
  static int slice(long offset) {
    return Math.toIntExact(offset / OFFSETS_PER_SLICE);
  }
}
