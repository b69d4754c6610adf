package io.leaderboard.events.score;

import io.leaderboard.events.limit.Identifiers;

/**
 * Closes every period of a game that ended at or before an instant. One copy stands in every
 * partition; an event behind it in its partition that belongs to such a period is late.
 *
 * @param through milliseconds since 1970
 */
public record PeriodsClosed(String gameId, long through) implements ScoreRecord {
  public PeriodsClosed {
    Identifiers.requireName("gameId", gameId);
  }
}
