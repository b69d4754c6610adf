package io.leaderboard.query.board;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.query.freshness.BucketPlace;
import io.leaderboard.query.generation.GameInRedis;
import io.leaderboard.query.redis.ReadSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a period of a board lies in a generation, and what its numbers mean there: the rules are
 * those of the edition that the game stands in.
 *
 * @param keys those of the board, in every period
 * @param isFormer whether the period is not on the board's calendar any more: a season that was
 *     renamed, or a day of a board of weeks. Only the archive may have it, and knows when it was
 * @param source who is asked for its keys
 * @param shards at least one; a user stands in the one that {@link BoardKeys#shardOf} says
 */
public record BoardPlace(
    BoardKeys keys,
    Game game,
    BoardRules rules,
    Period period,
    boolean isFormer,
    ReadSource source,
    List<Shard> shards)
    implements BucketPlace {

  /** The place of a period of a board. */
  public static BoardPlace of(
      GameInRedis place, Game game, BoardRules board, Period period, ReadSource source) {
    return of(keys(place, game, board), game, board, period, false, source);
  }

  /** The place of a period that is not on the calendar of {@code board} any more. */
  static BoardPlace former(
      GameInRedis place, Game game, BoardRules board, String period, ReadSource source) {
    Period sometime = new Period(period, Long.MIN_VALUE, Long.MAX_VALUE);
    return of(keys(place, game, board), game, board, sometime, true, source);
  }

  private static BoardKeys keys(GameInRedis place, Game game, BoardRules board) {
    return new BoardKeys(place.generation(), game.id(), place.edition(), board.board());
  }

  private static BoardPlace of(
      BoardKeys keys,
      Game game,
      BoardRules board,
      Period period,
      boolean isFormer,
      ReadSource source) {
    List<Shard> shards = new ArrayList<>();
    for (int shard = 0; shard < board.board().shards(); shard++) {
      BoardKeys.OfPeriod of = keys.in(period.id(), shard);
      shards.add(
          new Shard(keys.bucket(shard), of.sortedSet(), of.times(), source.of(of.sortedSet())));
    }
    return new BoardPlace(keys, game, board, period, isFormer, source, List.copyOf(shards));
  }

  @Override
  public Set<Integer> buckets() {
    return shards.size() == 1
        ? Set.of(shards.get(0).bucket())
        : shards.stream().map(Shard::bucket).collect(Collectors.toUnmodifiableSet());
  }

  /** The same board in another of its periods. */
  public BoardPlace in(Period other) {
    return of(keys, game, rules, other, false, source);
  }

  /** Which of {@link #shards} a user stands in. */
  public int shardOf(String userId) {
    return keys.shardOf(userId);
  }

  /** Whether the board lies in one place, so that one script sees all of it at one moment. */
  public boolean isWhole() {
    return shards.size() == 1;
  }

  /** The generation that it lies in. */
  public Generation generation() {
    return keys.generation();
  }

  /** The same place of Redis under the rules that a closed period was announced under. */
  public BoardPlace under(BoardRules other, Period closed) {
    return of(
        new BoardKeys(keys.generation(), game.id(), keys.edition(), other.board()),
        game,
        other,
        closed,
        false,
        source);
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

  /** What the board makes of a closed period there. */
  public FinalRules meaning() {
    return FinalRules.of(
        game.rules(keys.edition().rules()).map(Game.Rules::definition).orElse(game.definition()),
        board());
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
