package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.connection.RedisLink;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether Redis has room for what is to be filled beside what is read: a Redis that is full refuses
 * live writes too. Only where {@code maxmemory} is set; on a cluster the memory of one server
 * stands for all, as buckets are spread evenly. Thread-safe.
 */
final class RedisRoom {
  /** Bytes of an entry in the long run, see the RATIONALE's table of memory. */
  private static final long BYTES_SHARED = 120;

  private static final long BYTES_TIMED = 220;

  /** Part of maxmemory that is left alone: scores go on to come while something is filled. */
  private static final int RESERVED_PART = 20;

  private static final long MEBIBYTE = 1 << 20;

  private final RedisLink redis;

  RedisRoom(RedisLink redis) {
    this.redis = redis;
  }

  /** How much may be added; empty when nothing bounds it. */
  private OptionalLong free() {
    String info = commands().info("memory");
    long most = number(info, "maxmemory");
    return most == 0
        ? OptionalLong.empty()
        : OptionalLong.of(most - most / RESERVED_PART - number(info, "used_memory"));
  }

  /** Why nothing more is to be brought, for people; empty while there is room. */
  Optional<String> full() {
    OptionalLong free = free();
    return free.isPresent() && free.getAsLong() < 0
        ? Optional.of(
            "Redis is full to within %d %% of its maxmemory: raise it"
                .formatted(100 / RESERVED_PART))
        : Optional.empty();
  }

  /**
   * Why some games cannot be filled beside what is read, for people; empty when they fit. An
   * estimate: a board that exists is taken to stay as large, one that is added to be as large as
   * the largest of its game.
   */
  Optional<String> refusal(
      Generation live, Editions read, Map<String, Edition> next, Games defined) {
    OptionalLong free = free();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    long needed = 0;
    for (Map.Entry<String, Edition> each : next.entrySet()) {
      needed +=
          defined
              .game(each.getKey())
              .map(game -> bytes(live, read.of(game.id()), game, each.getValue()))
              .orElse(0L);
    }
    return needed <= free.getAsLong()
        ? Optional.empty()
        : Optional.of(
            ("%d game(s) need about %d MiB in Redis beside what is read, and %d MiB are left of its"
                    + " maxmemory: raise it, or take boards away")
                .formatted(
                    next.size(), 1 + needed / MEBIBYTE, Math.max(0, free.getAsLong()) / MEBIBYTE));
  }

  private long bytes(Generation live, Edition read, Game game, Edition next) {
    GameDefinition before = definition(game, read);
    long largest = 0;
    for (BoardDefinition board : before.boards()) {
      largest = Math.max(largest, entries(new BoardKeys(live, game.id(), read, board)));
    }
    long bytes = 0;
    for (BoardDefinition board : definition(game, next).boards()) {
      long entries =
          before
              .board(board.id())
              .map(same -> entries(new BoardKeys(live, game.id(), read, same)))
              .orElse(largest);
      boolean timed = board.ties() == Ties.EARLIEST || board.aggregation() == Aggregation.LAST;
      bytes += entries * (timed ? BYTES_TIMED : BYTES_SHARED);
    }
    return bytes;
  }

  /** Of all periods that are listed. */
  private long entries(BoardKeys board) {
    long entries = 0;
    for (int shard = 0; shard < board.board().shards(); shard++) {
      for (String period : ListedPeriods.of(commands(), board, shard)) {
        entries += commands().zcard(board.in(period, shard).sortedSet());
      }
    }
    return entries;
  }

  private static GameDefinition definition(Game game, Edition edition) {
    return game.rules(edition.rules()).map(Game.Rules::definition).orElse(game.definition());
  }

  private static long number(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
