package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.redis.Edition;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Tells which periods nothing that is filled needs, because they are final. */
@FunctionalInterface
public interface LeftPeriods {
  /**
   * What something that is filled leaves out, decided once for everybody who fills it: a period
   * that one left out and another did not would be there in part.
   *
   * @param games that are filled
   * @param next the editions that they are filled as
   * @return by the field of each board in {@code RedisLayout.past}: every period that ended at or
   *     before it, milliseconds since 1970, would leave Redis as soon as it is live, or has no
   *     standing and never will. Boards of which that cannot be told are missing
   * @throws RuntimeException when it cannot be told now
   */
  Map<String, Long> leftOut(Collection<Game> games, Function<Game, Edition> next);

  /** Knows of none. */
  static LeftPeriods none() {
    return (games, next) -> Map.of();
  }
}
