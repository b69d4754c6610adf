package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Tells which periods have left Redis for good, so that no later generation needs them. */
@FunctionalInterface
public interface LeftPeriods {
  /**
   * By the field of each board in {@code RedisLayout.left}: every period that ended at or before
   * it, milliseconds since 1970, is final and has left the generation, or has no standing in it and
   * never will. Boards of which that cannot be told are missing.
   *
   * @param live holds all of the game that its position says
   */
  Map<String, Long> of(Generation live, Game game, int partitions);

  /**
   * What a generation that is begun leaves out, decided once for everybody who fills it: a period
   * that one left out and another did not would be there in part.
   *
   * <p>A period has left what is live only when it was closed in every partition, its manifest was
   * written and enough closed ones stood behind it. Under the same rules the new generation would
   * hold the same and lose it at once. Under others it may hold what was never written, and where
   * nothing whole is live nobody knows: then nothing is left out, and what is past retention leaves
   * once its manifest is found.
   */
  default Map<String, Long> leftOut(
      Generations found,
      Generation next,
      Games games,
      Predicate<Generation> isWhole,
      int partitions) {
    Map<String, Long> left = new HashMap<>();
    for (Game game : games.all()) {
      Generation live = found.readable(game.id()).orElse(null);
      if ((next.gameId() == null || next.gameId().equals(game.id()))
          && live != null
          && isWhole.test(live)
          && game.rulesIn(live.epoch()).equals(game.rulesIn(next.epoch()))) {
        left.putAll(of(live, game, partitions));
      }
    }
    return left;
  }
}
