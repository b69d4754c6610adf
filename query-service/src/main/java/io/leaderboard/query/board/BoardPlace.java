package io.leaderboard.query.board;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game.Rules;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.freshness.BucketPlace;
import java.math.BigDecimal;

/**
 * Where a period of a board lies in a generation, and what its numbers mean there: the rules are
 * those that the generation was filled under.
 *
 * @param sortedSet key of the sorted set user id -> sort key; a period without scores has none
 */
public record BoardPlace(
    String gameId, BoardRules rules, Period period, int bucket, String sortedSet)
    implements BucketPlace {
  private static final int ONLY_SHARD = 0;

  static BoardPlace of(Generation generation, Rules rules, BoardDefinition board, Period period) {
    String gameId = rules.definition().gameId();
    int bucket = RedisLayout.bucket(gameId, board.id(), ONLY_SHARD, generation.buckets());
    String shard =
        RedisLayout.shard(
            generation.id(), bucket, gameId, board.id(), rules.version(), period.id(), ONLY_SHARD);
    return new BoardPlace(
        gameId, new BoardRules(rules.definition(), board), period, bucket, shard + "z");
  }

  /** The board's id. */
  public String boardId() {
    return rules.board().id();
  }

  /** The score that a sort key stands for, exactly. */
  public BigDecimal score(long sortKey) {
    return ScaledLong.toDecimal(rules.sortKey(sortKey), rules.scale());
  }
}
