package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.ContractLog;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Reads boards out of Redis as a reader would: by the names that {@link BoardKeys} gives. */
public final class StoredBoards {
  /** Begins the fields that are marks. */
  private static final char MARK = 0;

  private StoredBoards() {}

  /** The live generation. */
  public static Generation generation(RedisClusterCommands<String, String> redis) {
    Generations found = Generations.of(redis.hgetall(RedisLayout.GENERATION));
    return found.readable().orElseThrow(() -> new AssertionError("no live generation"));
  }

  /** As what a game stands in the live generation. */
  public static Edition edition(RedisClusterCommands<String, String> redis, String gameId) {
    String read = redis.hget(RedisLayout.editions(generation(redis).id()), gameId);
    return read == null ? Edition.FIRST : Edition.parse(read);
  }

  /**
   * By partition: the next offset that the live generation has reached.
   *
   * @throws AssertionError while something is being filled
   */
  public static Map<Integer, Long> positions(RedisClusterCommands<String, String> redis) {
    Generations found = Generations.of(redis.hgetall(RedisLayout.GENERATION));
    if (found.live() == null || found.building() != null || !found.fill().isEmpty()) {
      throw new AssertionError("is being filled: " + found);
    }
    return positions(redis, found.live());
  }

  /** By partition: the next offset that a generation has reached. */
  public static Map<Integer, Long> positions(
      RedisClusterCommands<String, String> redis, Generation generation) {
    Map<Integer, Long> next = new TreeMap<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      redis
          .hgetall(RedisLayout.positions(generation.id(), bucket))
          .forEach(
              (partition, offset) ->
                  next.merge(Integer.valueOf(partition), Long.parseLong(offset) + 1, Math::min));
    }
    return next;
  }

  /** Whether a board remembers when a standing was reached. */
  public static boolean isTimed(BoardDefinition board) {
    return board.ties() == Ties.EARLIEST;
  }

  /**
   * Every user's standing in every period, by {@link ContractLog#user}; reached at 0 unless the
   * board remembers when.
   */
  public static Map<String, Standing> of(
      RedisClusterCommands<String, String> redis,
      Generation generation,
      String gameId,
      Edition edition,
      Game.Rules rules,
      BoardDefinition board) {
    BoardRules boardRules = new BoardRules(rules.definition(), board);
    BoardKeys keys = new BoardKeys(generation, gameId, edition, board);
    Map<String, Standing> standings = new HashMap<>();
    for (int shard = 0; shard < board.shards(); shard++) {
      for (String period : periods(redis, keys, shard)) {
        BoardKeys.OfPeriod ofShard = keys.in(period, shard);
        for (Map.Entry<String, Standing> entry : shard(redis, ofShard, boardRules).entrySet()) {
          if (keys.shardOf(entry.getKey()) != shard) {
            throw new AssertionError("in a foreign shard: " + entry);
          }
          standings.put(ContractLog.user(period, entry.getKey()), entry.getValue());
        }
      }
    }
    return standings;
  }

  /** With the events' classes alone: tests of the whole system use this too. */
  private static List<String> periods(
      RedisClusterCommands<String, String> redis, BoardKeys keys, int shard) {
    return keys.periods(shard)
        .map(key -> redis.zrange(key, 0, -1))
        .orElse(List.of(Period.ALL_TIME.id()));
  }

  private static Map<String, Standing> shard(
      RedisClusterCommands<String, String> redis, BoardKeys.OfPeriod keys, BoardRules rules) {
    List<ScoredValue<String>> entries = redis.zrangeWithScores(keys.sortedSet(), 0, -1);
    Map<String, String> times = redis.hgetall(keys.times());
    // Until when scores were left out of a standing: of one that stands, and seldom.
    Set<String> marks = new HashSet<>(times.keySet());
    marks.removeIf(field -> field.indexOf(MARK) != 0);
    times.keySet().removeAll(marks);
    Map<String, Standing> standings = new HashMap<>();
    for (ScoredValue<String> entry : entries) {
      long sortKey = (long) entry.getScore();
      if (sortKey != entry.getScore()) {
        throw new AssertionError("not a whole number: " + entry);
      }
      boolean prefixed = rules.board().ties() == Ties.EARLIEST;
      String user = prefixed ? entry.getValue().substring(SortableTime.LENGTH) : entry.getValue();
      long reachedAt = 0;
      if (isTimed(rules.board())) {
        String time = Objects.requireNonNull(times.get(user), () -> "no time of " + user);
        reachedAt = SortableTime.decode(time);
        if (prefixed && !entry.getValue().equals(time + user)) {
          throw new AssertionError("not the member of " + time + ": " + entry);
        }
      }
      if (standings.put(user, new Standing(rules.sortKey(sortKey), reachedAt, reachedAt)) != null) {
        throw new AssertionError("stands twice: " + user);
      }
    }
    boolean holdsTimes = isTimed(rules.board()) || rules.board().aggregation() == Aggregation.LAST;
    if (times.size() != (holdsTimes ? standings.size() : 0)) {
      throw new AssertionError("more times than standings: " + keys);
    }
    if (!marks.stream().allMatch(mark -> standings.containsKey(mark.substring(1)))) {
      throw new AssertionError("marks of who does not stand: " + keys);
    }
    return standings;
  }
}
