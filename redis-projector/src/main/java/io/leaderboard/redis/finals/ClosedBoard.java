package io.leaderboard.redis.finals;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import java.util.ArrayList;
import java.util.List;

/**
 * A board whose periods are closed as far as all of its shards know.
 *
 * @param rules those that the generation was filled under
 * @param closedThrough periods that ended at or before it are, milliseconds since 1970
 * @param periods closed everywhere and still in Redis, the one that ended first first
 * @param retention how many of them stay in Redis
 */
record ClosedBoard(
    Generation generation,
    String gameId,
    Game.Rules gameRules,
    BoardRules rules,
    long closedThrough,
    List<Period> periods,
    int retention) {

  /** The names of the keys of one of its shards in a period. */
  record Keys(String periods, String sortedSet, String times) {}

  /** Those of every shard. */
  List<Keys> keys(Period period) {
    List<Keys> keys = new ArrayList<>();
    for (int shard = 0; shard < rules.board().shards(); shard++) {
      int bucket = RedisLayout.bucket(gameId, rules.board().id(), shard, generation.buckets());
      String prefix =
          RedisLayout.shard(
              generation.id(),
              bucket,
              gameId,
              rules.board().id(),
              gameRules.version(),
              period.id(),
              shard);
      String periods =
          RedisLayout.periods(
              generation.id(), bucket, gameId, rules.board().id(), gameRules.version(), shard);
      keys.add(new Keys(periods, prefix + 'z', prefix + 't'));
    }
    return keys;
  }
}
