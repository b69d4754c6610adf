package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractLog;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads boards out of Redis as a reader would: by the names that {@link RedisLayout} gives. */
public final class StoredBoards {
  private StoredBoards() {}

  /** The live generation, or else the one being built. */
  public static Generation generation(RedisCommands<String, String> redis) {
    Generations found = Generations.of(redis.hgetall(RedisLayout.GENERATION));
    return found.readable().orElseThrow(() -> new AssertionError("no live generation"));
  }

  /** The generation that readers of a game use. */
  public static Generation generation(RedisCommands<String, String> redis, String gameId) {
    Generations found = Generations.of(redis.hgetall(RedisLayout.GENERATION));
    return found.readable(gameId).orElseThrow(() -> new AssertionError("no live generation"));
  }

  /** Every user's standing; without a time unless the board remembers it. */
  public static Map<String, Standing> of(
      RedisCommands<String, String> redis,
      Generation generation,
      String gameId,
      Game.Rules rules,
      BoardDefinition board) {
    BoardRules boardRules = new BoardRules(rules.definition(), board);
    Map<String, Standing> standings = new HashMap<>();
    for (int shard = 0; shard < board.shards(); shard++) {
      int bucket = RedisLayout.bucket(gameId, board.id(), shard, generation.buckets());
      String prefix =
          RedisLayout.shard(
              generation.id(), bucket, gameId, board.id(), rules.version(), "all-time", shard);
      Map<String, String> times =
          board.aggregation() == Aggregation.LAST ? redis.hgetall(prefix + "t") : Map.of();
      List<ScoredValue<String>> entries = redis.zrangeWithScores(prefix + "z", 0, -1);
      for (ScoredValue<String> entry : entries) {
        long value = boardRules.sortKey((long) entry.getScore());
        if ((long) entry.getScore() != entry.getScore()) {
          throw new AssertionError("not a whole number: " + entry);
        }
        if (RedisLayout.shard(entry.getValue(), board.shards()) != shard) {
          throw new AssertionError("in a foreign shard: " + entry);
        }
        standings.put(
            ContractLog.user("all-time", entry.getValue()),
            new Standing(value, Long.parseLong(times.getOrDefault(entry.getValue(), "0"))));
      }
    }
    return standings;
  }
}
