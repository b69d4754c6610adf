package io.leaderboard.events.game;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One board of a game.
 *
 * @param id unique in its game
 * @param metric {@value #SCORE}, or the name of a metric of the events
 * @param seasons sorted by start, not overlapping, with different names; only and always with
 *     {@link PeriodKind#SEASONS}; at most {@value #MAX_SEASONS}
 * @param retention how many closed periods stay in Redis, 0 to {@value #MAX_RETENTION}
 * @param shards over how many sorted sets its users are spread, 1 to {@value #MAX_SHARDS}
 */
public record BoardDefinition(
    String id,
    Aggregation aggregation,
    Order order,
    String metric,
    PeriodKind period,
    List<Season> seasons,
    Ties ties,
    int retention,
    int shards) {
  /** The metric that is the event's score. */
  public static final String SCORE = "score";

  /** Most seasons of a board. */
  public static final int MAX_SEASONS = 1_000;

  /** Most closed periods that stay in Redis. */
  public static final int MAX_RETENTION = 1_000;

  /** Most shards of a board. */
  public static final int MAX_SHARDS = 64;

  /** Retention of a board that does not say. */
  public static final int DEFAULT_RETENTION = 2;

  /**
   * @throws InvalidFieldException naming the field, when something is not allowed
   */
  public BoardDefinition {
    Identifiers.requireName("id", id);
    Identifiers.requireMetricName("metric", metric);
    seasons = seasons.stream().sorted(Comparator.comparingLong(Season::start)).toList();
    requireSeasons(period, seasons);
    if (retention < 0 || retention > MAX_RETENTION) {
      throw new InvalidFieldException("retention", "must be 0 to " + MAX_RETENTION);
    }
    if (shards < 1 || shards > MAX_SHARDS) {
      throw new InvalidFieldException("shards", "must be 1 to " + MAX_SHARDS);
    }
  }

  /** A board of one period kind with every default: the best score, higher is better. */
  public static BoardDefinition withDefaults(String id, PeriodKind period) {
    return new BoardDefinition(
        id,
        Aggregation.BEST,
        Order.DESC,
        SCORE,
        period,
        List.of(),
        Ties.SHARED,
        DEFAULT_RETENTION,
        1);
  }

  private static void requireSeasons(PeriodKind period, List<Season> seasons) {
    if (period != PeriodKind.SEASONS) {
      if (!seasons.isEmpty()) {
        throw new InvalidFieldException("seasons", "must be there only with period 'seasons'");
      }
      return;
    }
    if (seasons.isEmpty() || seasons.size() > MAX_SEASONS) {
      throw new InvalidFieldException("seasons", "must be 1 to " + MAX_SEASONS + " seasons");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < seasons.size(); i++) {
      Season season = seasons.get(i);
      if (!names.add(season.name())) {
        throw new InvalidFieldException("seasons", "must have different names: " + season.name());
      }
      if (i > 0 && season.start() < seasons.get(i - 1).end()) {
        throw new InvalidFieldException(
            "seasons", "must not overlap: " + seasons.get(i - 1).name() + " and " + season.name());
      }
    }
  }
}
