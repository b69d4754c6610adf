package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.projection.ResumePoint;
import java.util.List;
import java.util.Map;

/**
 * From where the log is followed by what is filled from standings: everything before is in
 * Cassandra for good, so that whatever is scanned later holds it.
 *
 * @param points by partition
 * @param rules by game the newest rules version whose standings are complete, where that is not the
 *     first
 */
public record Origin(List<ResumePoint> points, Map<String, Integer> rules) {
  public Origin {
    points = List.copyOf(points);
    rules = Map.copyOf(rules);
  }

  /** The newest rules version of a game whose standings are complete. */
  public int rulesOf(Game game) {
    return rules.getOrDefault(game.id(), 1);
  }
}
