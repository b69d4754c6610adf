package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.reference.StandingKey;
import io.leaderboard.events.standing.Standing;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a store held at a position.
 *
 * @param store its name
 * @param next by partition the offset behind the last one that it holds
 * @param games under whose latest definitions
 * @param standings every one that a reader can see
 * @param remembersWhen the boards of which it keeps when a standing was reached; of the others its
 *     time is not looked at
 * @param archived standings that it does not hold because their period is final, and read from the
 *     archive
 */
public record StoreView(
    String store,
    Map<Integer, Long> next,
    Games games,
    Map<StandingKey, Standing> standings,
    Predicate<BoardDefinition> remembersWhen,
    Predicate<StandingKey> archived) {
  /** Of a store that holds every period. */
  public StoreView(
      String store,
      Map<Integer, Long> next,
      Games games,
      Map<StandingKey, Standing> standings,
      Predicate<BoardDefinition> remembersWhen) {
    this(store, next, games, standings, remembersWhen, key -> false);
  }
}
