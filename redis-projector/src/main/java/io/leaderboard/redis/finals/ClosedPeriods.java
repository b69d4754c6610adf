package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.LeftPeriods;
import io.leaderboard.redis.generation.ListedPeriods;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds in Redis what is closed everywhere. A bucket writes a closing together with everything that
 * stands before it in its partition; so once it has that of every partition, whatever comes is
 * late, and its shards of the period never change again.
 */
public final class ClosedPeriods implements LeftPeriods {
  private final RedisLink redis;

  /** Reads the generations in {@code redis}. */
  public ClosedPeriods(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What {@link FinalStandings} has leave Redis is the oldest first, each only when its manifest
   * is written; so what ended before the oldest closed one that is still listed has left, or was
   * never there. With fewer closed ones than are to stay nothing is told: the board's retention may
   * have been raised since, and a generation from the log then has again what left too early.
   */
  @Override
  public Map<String, Long> of(Generation live, Game game, int partitions) {
    Map<String, Long> left = new HashMap<>();
    if (closedInFirstBucket(live, game, partitions) == Long.MIN_VALUE) {
      return left;
    }
    for (ClosedBoard board : closed(live, game, partitions).boards()) {
      List<Period> stay = board.periods();
      if (stay.size() >= board.retention()) {
        left.put(
            RedisLayout.leftField(game.id(), board.keys().board().id()),
            stay.isEmpty() ? board.closedThrough() : stay.get(0).end() - 1);
      }
    }
    return left;
  }

  /** What is closed of a game, board by board, as one pass found it. */
  static final class OfGame {
    private final List<ClosedBoard> boards = new ArrayList<>();
    private long firstBucket = Long.MIN_VALUE;
    private boolean level = true;

    /** Its boards of periods. */
    List<ClosedBoard> boards() {
      return boards;
    }

    /** Whether all buckets are as far as the first one. */
    boolean isLevel() {
      return level;
    }
  }

  /**
   * Until when a game is closed in every partition as far as the first bucket knows, milliseconds
   * since 1970: a cheap sign of whether to look closer.
   */
  long closedInFirstBucket(Generation generation, Game game, int partitions) {
    return closedThrough(generation, 0, game, partitions);
  }

  /** Looks at every board of a game. */
  OfGame closed(Generation generation, Game game, int partitions) {
    OfGame found = new OfGame();
    found.firstBucket = closedInFirstBucket(generation, game, partitions);
    Game.Rules rules = game.rulesIn(generation.epoch());
    Map<Integer, Long> byBucket = new HashMap<>();
    for (BoardDefinition board : rules.definition().boards()) {
      if (board.period() == PeriodKind.ALL_TIME) {
        continue;
      }
      BoardKeys keys = new BoardKeys(generation, game.id(), rules.version(), board);
      long through = Long.MAX_VALUE;
      Set<String> listed = new TreeSet<>();
      for (int shard = 0; shard < board.shards(); shard++) {
        long closed =
            byBucket.computeIfAbsent(
                keys.bucket(shard), b -> closedThrough(generation, b, game, partitions));
        through = Math.min(through, closed);
        listed.addAll(ListedPeriods.of(commands(), keys, shard));
      }
      found.level &= through >= found.firstBucket;
      addClosed(found, game, rules, keys, listed, through);
    }
    return found;
  }

  private static void addClosed(
      OfGame found, Game game, Game.Rules rules, BoardKeys keys, Set<String> listed, long through) {
    BoardDefinition board = keys.board();
    BoardRules boardRules = new BoardRules(rules.definition(), board);
    List<Period> closed =
        listed.stream()
            .map(id -> boardRules.calendar().find(id))
            .flatMap(Optional::stream)
            .filter(period -> period.end() <= through)
            .sorted(Comparator.comparingLong(Period::end))
            .toList();
    // How many stay is no meaning of the log: what is defined now holds at once.
    int retention =
        game.definition()
            .board(board.id())
            .map(BoardDefinition::retention)
            .orElse(board.retention());
    FinalRules meaning = FinalRules.of(rules.definition(), board);
    found.boards.add(new ClosedBoard(keys, boardRules, meaning, through, closed, retention));
  }

  private long closedThrough(Generation generation, int bucket, Game game, int partitions) {
    boolean automatic =
        game.rulesIn(generation.epoch()).definition().closing() == Closing.AUTOMATIC;
    long closed = Long.MAX_VALUE;
    String[] fields =
        IntStream.range(0, partitions)
            .mapToObj(partition -> RedisLayout.closing(partition, game.id()))
            .toArray(String[]::new);
    for (KeyValue<String, String> field :
        commands().hmget(RedisLayout.closings(generation.id(), bucket), fields)) {
      closed =
          Math.min(closed, field.hasValue() ? Long.parseLong(field.getValue()) : Long.MIN_VALUE);
    }
    return automatic ? Math.max(closed, game.firstSeenAt()) : closed;
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
