package io.leaderboard.redis.verify;

import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.ListedPeriods;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads standings out of Redis together with the positions that they are of. Thread-safe. */
final class RedisStandings {
  private static final int USERS_PER_CALL = 250;
  private static final int MEMBERS_PER_SCAN = 1_000;

  /** No other time decides than the one at which a score was reached. */
  private static final String SAME = "-";

  private record Shard(BoardInRedis board, String period, int number) {}

  private final RedisLink redis;
  private final Script script = Script.named("read_standings");

  RedisStandings(RedisLink redis) {
    this.redis = redis;
  }

  /** What Redis holds at each place. */
  Map<Place, HeldStanding> read(Collection<Place> places) {
    Map<Shard, List<Place>> byShard = new LinkedHashMap<>();
    for (Place place : places) {
      int number = place.board().keys().shardOf(place.userId());
      byShard
          .computeIfAbsent(
              new Shard(place.board(), place.period(), number), shard -> new ArrayList<>())
          .add(place);
    }
    Map<Place, HeldStanding> held = new HashMap<>();
    byShard.forEach(
        (shard, all) -> {
          for (int from = 0; from < all.size(); from += USERS_PER_CALL) {
            read(shard, all.subList(from, Math.min(all.size(), from + USERS_PER_CALL)), held);
          }
        });
    return held;
  }

  private void read(Shard shard, List<Place> places, Map<Place, HeldStanding> held) {
    BoardInRedis board = shard.board();
    BoardKeys.OfPeriod ofShard = board.keys().in(shard.period(), shard.number());
    List<String> keys = new ArrayList<>();
    keys.add(
        RedisLayout.positions(board.keys().generation().id(), board.keys().bucket(shard.number())));
    keys.add(ofShard.sortedSet());
    if (board.keys().hasTimes()) {
      keys.add(ofShard.times());
    }
    List<String> args = new ArrayList<>();
    args.add(board.rules().board().ties().text());
    places.forEach(place -> args.add(place.userId()));
    List<Object> answer = script.parts(redis, keys, args.toArray(String[]::new));
    int told = Integer.parseInt((String) answer.get(0));
    Map<Integer, Long> positions = new HashMap<>();
    for (int i = 1; i < told; i += 2) {
      positions.put(
          Integer.valueOf((String) answer.get(i)), Long.valueOf((String) answer.get(i + 1)));
    }
    for (int i = 0; i < places.size(); i++) {
      String sortKey = (String) answer.get(1 + told + 3 * i);
      String time = (String) answer.get(2 + told + 3 * i);
      String mark = (String) answer.get(3 + told + 3 * i);
      held.put(places.get(i), new HeldStanding(standing(board, sortKey, time, mark), positions));
    }
  }

  private static @Nullable Standing standing(
      BoardInRedis board, String sortKey, String time, String mark) {
    if (sortKey.isEmpty()) {
      return null;
    }
    long value = board.rules().sortKey((long) Double.parseDouble(sortKey));
    if (time.isEmpty()) {
      return new Standing(value, 0);
    }
    long reachedAt = SortableTime.decode(time);
    if (mark.equals(SAME)) {
      return new Standing(value, reachedAt);
    }
    return new Standing(
        value, reachedAt, mark.isEmpty() ? Standing.NEVER : SortableTime.decode(mark));
  }

  /** The periods that a shard lists. */
  List<String> periods(BoardInRedis board, int shard) {
    return ListedPeriods.of(commands(), board.keys(), shard);
  }

  /** How many users stand in a shard. */
  long count(BoardInRedis board, String period, int shard) {
    return commands().zcard(board.keys().in(period, shard).sortedSet());
  }

  /** Every user in a shard; one may come twice. */
  void users(BoardInRedis board, String period, int shard, Consumer<String> each) {
    String key = board.keys().in(period, shard).sortedSet();
    boolean prefixed = board.keys().board().ties() == Ties.EARLIEST;
    ScanArgs page = ScanArgs.Builder.limit(MEMBERS_PER_SCAN);
    ScoredValueScanCursor<String> cursor = commands().zscan(key, page);
    while (true) {
      for (ScoredValue<String> entry : cursor.getValues()) {
        String member = entry.getValue();
        each.accept(prefixed ? member.substring(SortableTime.LENGTH) : member);
      }
      if (cursor.isFinished()) {
        return;
      }
      cursor = commands().zscan(key, cursor, page);
    }
  }

  /**
   * Until when a game is closed in every partition, as one bucket of its generation knows;
   * milliseconds since 1970.
   */
  long closedEverywhere(BoardInRedis board, int partitions) {
    long through = Long.MAX_VALUE;
    for (int partition = 0; partition < partitions; partition++) {
      String key =
          RedisLayout.closings(board.keys().generation().id(), board.keys().bucket(0), partition);
      String closed = commands().hget(key, board.gameId());
      through = Math.min(through, closed == null ? Long.MIN_VALUE : Long.parseLong(closed));
    }
    return Math.max(through, board.rules().closedFromStart());
  }

  private RedisClusterCommands<String, String> commands() {
    return redis.commands();
  }
}
