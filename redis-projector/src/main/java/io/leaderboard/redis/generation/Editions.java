package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Edition;
import java.util.Map;

/**
 * As what the games stand in a generation. Immutable; holds what is not {@link Edition#FIRST}.
 *
 * @param generation id of the generation
 * @param switched of {@code Generations}: the last switch that it holds
 */
public record Editions(String generation, String switched, Map<String, Edition> games) {
  public Editions {
    games = Map.copyOf(games);
  }

  /** The edition that readers of a game use. */
  public Edition of(String gameId) {
    return games.getOrDefault(gameId, Edition.FIRST);
  }
}
