package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import java.util.ArrayList;
import java.util.List;

/** Where the events of a game go on one of its boards in one generation. Thread-safe. */
final class BoardPlan {
  private final BoardRules rules;
  private final List<BoardShard> shards;

  BoardPlan(Generation generation, String gameId, Game.Rules game, BoardDefinition board) {
    this.rules = new BoardRules(game.definition(), board);
    List<BoardShard> all = new ArrayList<>();
    for (int shard = 0; shard < board.shards(); shard++) {
      int bucket = RedisLayout.bucket(gameId, board.id(), shard, generation.buckets());
      String prefix =
          RedisLayout.shard(
              generation.id(),
              bucket,
              gameId,
              board.id(),
              game.version(),
              Period.ALL_TIME.id(),
              shard);
      all.add(new BoardShard(board.aggregation(), bucket, prefix));
    }
    this.shards = List.copyOf(all);
  }

  BoardRules rules() {
    return rules;
  }

  /** The sorted set that a user stands in. */
  BoardShard shard(String userId) {
    return shards.get(RedisLayout.shard(userId, shards.size()));
  }
}
