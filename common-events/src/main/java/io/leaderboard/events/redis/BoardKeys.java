package io.leaderboard.events.redis;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import java.util.Optional;

/**
 * Which keys a board has in a generation, and their names; {@link RedisLayout} shows them all.
 *
 * @param edition as what the game's boards stand there
 * @param board as the edition's rules define it
 */
public record BoardKeys(
    Generation generation, String gameId, Edition edition, BoardDefinition board) {

  /**
   * The keys of one shard in one period.
   *
   * @param prefix what all of them begin with
   */
  public record OfPeriod(String prefix) {
    /** The sorted set member -> sort key; without standings it is not there. */
    public String sortedSet() {
      return prefix + 'z';
    }

    /** The hash user id -> time; only boards {@link #hasTimes with times} have it. */
    public String times() {
      return prefix + 't';
    }

    /** The hash of what a restore brought; only while the generation is being filled. */
    public String guards() {
      return prefix + 'g';
    }
  }

  /** The bucket that a shard lies in, whatever the period. */
  public int bucket(int shard) {
    return RedisLayout.bucket(gameId, board.id(), shard, generation.buckets());
  }

  /** The shard that a user stands in. */
  public int shardOf(String userId) {
    return RedisLayout.shard(userId, board.shards());
  }

  /** Whether it is remembered when a standing was reached. */
  public boolean hasTimes() {
    return board.ties() == Ties.EARLIEST || board.aggregation() == Aggregation.LAST;
  }

  /** The keys of a shard in a period. */
  public OfPeriod in(String periodId, int shard) {
    return new OfPeriod(prefix(shard) + periodId + ":s" + shard + ':');
  }

  /**
   * The sorted set of the periods in which a shard has scores; all scored 0. Empty for a board of
   * all time: it has one period, which needs no list.
   */
  public Optional<String> periods(int shard) {
    return board.period() == PeriodKind.ALL_TIME
        ? Optional.empty()
        : Optional.of(prefix(shard) + "periods:s" + shard);
  }

  private String prefix(int shard) {
    return RedisLayout.prefix(generation.id(), bucket(shard))
        + gameId
        + ':'
        + board.id()
        + ":r"
        + edition
        + ':';
  }
}
