package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.redis.connection.Answers;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.ListedPeriods;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds in Redis what is closed everywhere. A bucket writes a closing together with everything that
 * stands before it in its partition; so once it has that of every partition, whatever comes is
 * late, and its shards of the period never change again.
 */
final class ClosedPeriods {
  private static final int GAMES_PER_CALL = 500;

  /** Of a bucket's state: how many closings it has taken. */
  private static final String CLOSINGS = "closings";

  private final RedisLink redis;

  /** Reads the generations in {@code redis}. */
  ClosedPeriods(RedisLink redis) {
    this.redis = redis;
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
   * How many closings all buckets of a generation have taken: while it is the same, nothing more is
   * closed.
   */
  long closings(Generation generation) {
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int bucket = 0; bucket < generation.buckets(); bucket++) {
      asked.add(redis.async().hget(RedisLayout.state(generation.id(), bucket), CLOSINGS));
    }
    return Answers.of(asked).stream().filter(Objects::nonNull).mapToLong(Long::parseLong).sum();
  }

  /**
   * By game until when it is closed in every partition by the log, as far as the first bucket
   * knows, milliseconds since 1970; games that are not are missing. All at once, in pieces, however
   * many.
   */
  Map<String, Long> closedInFirstBucket(Generation generation, int partitions) {
    Map<String, Long> everywhere = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      Map<String, Long> closed = new HashMap<>();
      String key = RedisLayout.closings(generation.id(), 0, partition);
      ScanArgs piece = ScanArgs.Builder.limit(GAMES_PER_CALL);
      MapScanCursor<String, String> cursor = commands().hscan(key, piece);
      while (true) {
        cursor.getMap().forEach((game, through) -> closed.put(game, Long.valueOf(through)));
        if (cursor.isFinished()) {
          break;
        }
        cursor = commands().hscan(key, cursor, piece);
      }
      if (partition == 0) {
        everywhere.putAll(closed);
      } else {
        everywhere.keySet().retainAll(closed.keySet());
        everywhere.replaceAll((game, least) -> Math.min(least, closed.getOrDefault(game, least)));
      }
    }
    return everywhere;
  }

  /** Looks at every board of a game. */
  OfGame closed(Generation generation, Game game, Edition edition, int partitions) {
    OfGame found = new OfGame();
    Game.Rules rules = game.rules(edition.rules()).orElseThrow();
    found.firstBucket = closedThrough(generation, 0, game, rules, partitions);
    Map<Integer, Long> byBucket = new HashMap<>();
    for (BoardDefinition board : rules.definition().boards()) {
      if (board.period() == PeriodKind.ALL_TIME) {
        continue;
      }
      BoardKeys keys = new BoardKeys(generation, game.id(), edition, board);
      long through = Long.MAX_VALUE;
      Set<String> listed = new TreeSet<>();
      for (int shard = 0; shard < board.shards(); shard++) {
        long closed =
            byBucket.computeIfAbsent(
                keys.bucket(shard), b -> closedThrough(generation, b, game, rules, partitions));
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

  private long closedThrough(
      Generation generation, int bucket, Game game, Game.Rules rules, int partitions) {
    List<RedisFuture<String>> asked = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      asked.add(
          redis.async().hget(RedisLayout.closings(generation.id(), bucket, partition), game.id()));
    }
    long closed = Long.MAX_VALUE;
    for (String through : Answers.of(asked)) {
      closed = Math.min(closed, through == null ? Long.MIN_VALUE : Long.parseLong(through));
    }
    return Math.max(closed, game.closedFromStart(rules.definition()));
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
