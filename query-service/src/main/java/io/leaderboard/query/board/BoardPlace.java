package io.leaderboard.query.board;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.freshness.BucketPlace;
import io.leaderboard.query.redis.ReadSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a period of a board lies in a generation, and what its numbers mean there: the rules are
 * those that the generation was filled under.
 *
 * @param rulesVersion part of the names of its keys
 * @param source who is asked for its keys
 * @param shards at least one; a user stands in the one that {@link RedisLayout#shard(String, int)}
 *     says
 */
public record BoardPlace(
    Generation generation,
    Game game,
    BoardRules rules,
    int rulesVersion,
    Period period,
    ReadSource source,
    List<Shard> shards)
    implements BucketPlace {

  /** The place of a period of a board. */
  public static BoardPlace of(
      Generation generation, Game game, BoardRules board, Period period, ReadSource source) {
    int rulesVersion = game.rulesIn(generation.epoch()).version();
    String boardId = board.board().id();
    List<Shard> shards = new ArrayList<>();
    for (int shard = 0; shard < board.board().shards(); shard++) {
      int bucket = RedisLayout.bucket(game.id(), boardId, shard, generation.buckets());
      String key =
          RedisLayout.shard(
              generation.id(), bucket, game.id(), boardId, rulesVersion, period.id(), shard);
      shards.add(new Shard(bucket, key + "z", key + "t", source.of(key)));
    }
    return new BoardPlace(
        generation, game, board, rulesVersion, period, source, List.copyOf(shards));
  }

  @Override
  public Set<Integer> buckets() {
    return shards.size() == 1
        ? Set.of(shards.get(0).bucket())
        : shards.stream().map(Shard::bucket).collect(Collectors.toUnmodifiableSet());
  }

  /** The same board in another of its periods. */
  public BoardPlace in(Period other) {
    return of(generation, game, rules, other, source);
  }

  /** Key of the sorted set of the periods in which a shard has scores. */
  public String periodsKey(int shard) {
    int bucket = shards.get(shard).bucket();
    return RedisLayout.periods(generation.id(), bucket, gameId(), boardId(), rulesVersion, shard);
  }

  /** Which of {@link #shards} a user stands in. */
  public int shardOf(String userId) {
    return RedisLayout.shard(userId, shards.size());
  }

  /** Whether the board lies in one place, so that one script sees all of it at one moment. */
  public boolean isWhole() {
    return shards.size() == 1;
  }

  /** The board's definition. */
  public BoardDefinition board() {
    return rules.board();
  }

  /** The game's id. */
  public String gameId() {
    return game.id();
  }

  /** The board's id. */
  public String boardId() {
    return board().id();
  }

  /** How equal scores are ranked. */
  public Ties ties() {
    return board().ties();
  }

  /** The score that a sort key stands for, exactly. */
  public BigDecimal score(long sortKey) {
    return ScaledLong.toDecimal(rules.sortKey(sortKey), rules.scale());
  }
}
