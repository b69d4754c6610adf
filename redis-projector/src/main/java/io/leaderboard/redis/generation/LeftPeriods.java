package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells which periods have left Redis for good, so that nothing that is filled later needs them.
 */
@FunctionalInterface
public interface LeftPeriods {
  /**
   * By the field of each board in {@code RedisLayout.past}: every period that ended at or before
   * it, milliseconds since 1970, is final and has left the generation, or has no standing in it and
   * never will. Boards of which that cannot be told are missing.
   *
   * @param live holds all of the game that its position says
   * @param edition that is read there
   */
  Map<String, Long> of(Generation live, Game game, Edition edition, int partitions);

  /**
   * What something that is filled leaves out, decided once for everybody who fills it: a period
   * that one left out and another did not would be there in part.
   *
   * <p>A period has left what is live only when it was closed in every partition, its manifest was
   * written and enough closed ones stood behind it. Under the same rules what is filled would hold
   * the same and lose it at once. Under others it may hold what was never written, and where
   * nothing whole is live nobody knows: then nothing is left out, and what is past retention leaves
   * once its manifest is found.
   *
   * @param live what is read now and whole; null when nothing is
   * @param next the editions that are filled, by game
   */
  default Map<String, Long> leftOut(
      @Nullable Generation live,
      Editions editions,
      Iterable<Game> games,
      Function<Game, Edition> next,
      int partitions) {
    Map<String, Long> left = new HashMap<>();
    if (live != null) {
      for (Game game : games) {
        Edition read = editions.of(game.id());
        if (read.rules() == next.apply(game).rules()) {
          left.putAll(of(live, game, read, partitions));
        }
      }
    }
    return left;
  }
}
