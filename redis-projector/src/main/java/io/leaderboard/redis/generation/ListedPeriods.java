package io.leaderboard.redis.generation;

import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;

/** Reads which periods of a board are in Redis. */
public final class ListedPeriods {
  private static final List<String> ALL_TIME = List.of(Period.ALL_TIME.id());

  private ListedPeriods() {}

  /** The ids of those in which a shard has scores; all time also when it has none yet. */
  public static List<String> of(
      RedisClusterCommands<String, String> redis, BoardKeys board, int shard) {
    return board.periods(shard).map(key -> redis.zrange(key, 0, -1)).orElse(ALL_TIME);
  }
}
