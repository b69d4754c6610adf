package io.leaderboard.events.guarantee;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A time in which rules were changed and nothing else was done, but that scores flowed.
 *
 * @param store where it was looked at
 * @param changed the games whose rules changed
 * @param seen what was seen of each game, again and again: from just before the change until the
 *     changed games are live under their new rules
 */
public record RuleChange(String store, Set<String> changed, List<Map<String, Progress>> seen) {
  /**
   * How far a game is.
   *
   * @param fills names of all that the game is written to, and read from
   * @param next by partition the offset behind the last one that its readers see
   */
  public record Progress(Set<String> fills, Map<Integer, Long> next) {}
}
