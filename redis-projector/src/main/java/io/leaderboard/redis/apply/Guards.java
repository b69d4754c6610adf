package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.standing.Effect;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * The guards of standings that were restored: a standing that was scanned while the log went on may
 * hold events behind the offset from which the log is followed, and those must not be folded into
 * it again. They lie in Redis beside the standings, so that what a restore needs in memory does not
 * grow with what happened while it scanned, and so that whoever goes on after a crash has them.
 *
 * <p>Asked for the users of one batch at a time, and only until the position has passed the largest
 * of them. Thread-safe.
 */
final class Guards {
  private static final int USERS_PER_CALL = 500;

  private final RedisLink redis;

  Guards(RedisLink redis) {
    this.redis = redis;
  }

  /** What is held of a batch. */
  HeldEvents heldOf(PartitionBatch batch, PlannedBoards plan) {
    Map<BoardShard, Set<String>> users = new HashMap<>();
    for (EventEntry entry : batch.events()) {
      List<BoardPlan> boards = plan.of(entry.event().gameId());
      if (boards != null) {
        for (BoardPlan board : boards) {
          if (board.rules().effect(entry) instanceof Effect.Counts counts) {
            users
                .computeIfAbsent(
                    board.shard(counts.period(), entry.event().userId()), shard -> new HashSet<>())
                .add(entry.event().userId());
          }
        }
      }
    }
    Map<BoardShard, Map<String, Long>> guards = read(users);
    return (shard, entry) -> {
      Map<String, Long> ofShard = guards.get(shard);
      Long through = ofShard == null ? null : ofShard.get(entry.event().userId());
      return through != null && entry.offset() <= through;
    };
  }

  private Map<BoardShard, Map<String, Long>> read(Map<BoardShard, Set<String>> users) {
    Map<BoardShard, RedisFuture<Long>> exist = new HashMap<>();
    users.keySet().forEach(shard -> exist.put(shard, exists(shard)));
    Map<BoardShard, Map<String, Long>> guards = new HashMap<>();
    exist.forEach(
        (shard, exists) -> {
          // Most shards have none: only what changed in the last moments before the scan has one.
          if (answer(exists) > 0) {
            guards.put(shard, read(shard, List.copyOf(users.getOrDefault(shard, Set.of()))));
          }
        });
    return guards;
  }

  private RedisFuture<Long> exists(BoardShard shard) {
    return redis.async().exists(shard.guards());
  }

  private Map<String, Long> read(BoardShard shard, List<String> users) {
    Map<String, Long> guards = new HashMap<>();
    for (int from = 0; from < users.size(); from += USERS_PER_CALL) {
      String[] some =
          users.subList(from, Math.min(users.size(), from + USERS_PER_CALL)).toArray(String[]::new);
      for (KeyValue<String, String> guard : redis.commands().hmget(shard.guards(), some)) {
        guard.ifHasValue(offset -> guards.put(guard.getKey(), Long.valueOf(offset)));
      }
    }
    return guards;
  }

  private static long answer(RedisFuture<Long> exists) {
    try {
      return exists.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("Redis: " + e.getMessage(), e);
    }
  }
}
