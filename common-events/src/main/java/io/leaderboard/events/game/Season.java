package io.leaderboard.events.game;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;

/**
 * A named season.
 *
 * @param start milliseconds since 1970, part of the season
 * @param end milliseconds since 1970, after {@code start}, not part of the season
 */
public record Season(String name, long start, long end) {
  public Season {
    Identifiers.requireName("name", name);
    if (end <= start) {
      throw new InvalidFieldException("end", "must be after start");
    }
  }
}
