package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.standing.Standing;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings the standings of one partition's users, as they stand in Cassandra, to a generation that
 * is being filled. Fenced by the token of whoever owns the partition, and repeatable, see {@code
 * restore.lua}. Holds some thousands of standings at most; not thread-safe.
 */
public final class GenerationRestore {
  private static final int ENTRIES_PER_CALL = 250;

  /** No other time decides than the one at which the score was reached, see {@code restore.lua}. */
  private static final String SAME = "-";

  /** Most standings held, of all shards. */
  private static final int MOST_HELD = 5_000;

  private record Entry(long sortKey, String userId, String time, String mark, long guard) {}

  private final RedisLink redis;
  private final GenerationPlan plan;
  private final int partition;
  private final String token;
  private final long position;
  private final Script restore = Script.named("restore");
  private final Map<BoardShard, List<Entry>> held = new HashMap<>();
  private int count;

  /**
   * @param position behind which the log is followed
   */
  GenerationRestore(
      RedisLink redis, GenerationPlan plan, int partition, String token, long position) {
    this.redis = redis;
    this.plan = plan;
    this.partition = partition;
    this.token = token;
    this.position = position;
  }

  /**
   * Takes a standing, if the generation has a place for it: others are of other rules, of a board
   * or season that is no more, or of a game that is not in it. A game that is not known was defined
   * after the scan began, and so behind the position: the log brings all of it.
   *
   * @param rules the version of the game's rules that it was folded under
   * @param offset the last offset that is folded into it
   * @throws PositionMovedException when the partition has another owner
   */
  public void add(
      Games games,
      String gameId,
      String boardId,
      int rules,
      String period,
      String userId,
      Standing standing,
      long offset) {
    List<BoardPlan> boards = plan.with(games).of(gameId);
    if (boards == null) {
      return;
    }
    for (BoardPlan board : boards) {
      if (board.rulesVersion() == rules && board.rules().board().id().equals(boardId)) {
        Optional<BoardShard> shard = board.shard(period, userId);
        if (shard.isPresent()) {
          long sortKey = board.rules().sortKey(standing.value());
          add(shard.get(), sortKey, userId, standing, offset);
        }
      }
    }
  }

  private void add(BoardShard shard, long sortKey, String userId, Standing standing, long offset) {
    String time = shard.isTimed() ? shard.time(standing) : "";
    String mark = Objects.requireNonNullElse(shard.mark(standing), SAME);
    List<Entry> entries = held.computeIfAbsent(shard, absent -> new ArrayList<>());
    entries.add(new Entry(sortKey, userId, time, mark, offset > position ? offset : -1));
    count++;
    if (entries.size() == ENTRIES_PER_CALL) {
      write(shard, entries);
      held.remove(shard);
    } else if (count >= MOST_HELD) {
      flush();
    }
  }

  /** Writes everything that was taken. */
  public void flush() {
    held.forEach(this::write);
    held.clear();
  }

  /** Forgets what was taken and not written, after a failure. */
  public void drop() {
    held.clear();
    count = 0;
  }

  private void write(BoardShard shard, List<Entry> entries) {
    List<String> args = new ArrayList<>(5 + 5 * entries.size());
    args.add(Integer.toString(partition));
    args.add(token);
    args.add(shard.period());
    args.add(shard.ties());
    args.add(Long.toString(entries.stream().mapToLong(Entry::guard).max().orElse(-1)));
    for (Entry entry : entries) {
      args.add(Long.toString(entry.sortKey()));
      args.add(entry.userId());
      args.add(entry.time());
      args.add(entry.mark());
      args.add(entry.guard() < 0 ? "" : Long.toString(entry.guard()));
    }
    count -= entries.size();
    String filling = plan.target().filling(shard.bucket());
    String positions = plan.target().positions(shard.bucket());
    long done =
        restore.call(
            redis,
            shard.restoreKeys(filling, positions).toArray(String[]::new),
            args.toArray(String[]::new));
    // 2: that bucket is restored already, which another one is not any more.
    if (done == 0) {
      throw new PositionMovedException(
          "The restoring of partition %d into %s cannot go on: it belongs to somebody else"
              .formatted(partition, plan.target()));
    }
  }
}
