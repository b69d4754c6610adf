package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.events.standing.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shard of one board in one period. Two of the same sorted set are equal: a plan may make one
 * anew. Thread-safe.
 */
final class BoardShard {
  /** Before the user id in the field of the time that decides; no user id begins so. */
  private static final char MARK = '\0';

  private final Aggregation aggregation;
  private final Ties ties;
  private final boolean timed;
  private final int bucket;
  private final String period;
  private final String sortedSet;
  private final String times;
  private final String guards;
  // Null on a board of all time, whose period is listed nowhere.
  private final @Nullable String periods;
  // Set when Redis has confirmed it. A Redis that loses it also loses the position that was written
  // with it; the owner then resumes with a new plan, which does not know it any more.
  private volatile boolean registered;

  /**
   * @param period the period's id
   */
  BoardShard(BoardKeys board, String period, int shard) {
    BoardKeys.OfPeriod keys = board.in(period, shard);
    this.aggregation = board.board().aggregation();
    this.ties = board.board().ties();
    this.timed = board.hasTimes();
    this.bucket = board.bucket(shard);
    this.period = period;
    this.sortedSet = keys.sortedSet();
    this.times = keys.times();
    this.guards = keys.guards();
    this.periods = board.periods(shard).orElse(null);
  }

  /** An empty operation on it. */
  ShardOperation operation(boolean eventByEvent) {
    return switch (aggregation) {
      case BEST -> new BestOperation(this);
      case SUM, COUNT -> eventByEvent ? new EachOperation(this, "each") : new SumOperation(this);
      // Of several events some may stand before the held one in time, and not count: then those
      // behind them begin another run of equal values.
      case LAST ->
          ties == Ties.EARLIEST ? new EachOperation(this, "last") : new LastOperation(this);
    };
  }

  /** How much an entry costs, compared with one of a {@code best} board whose ties are shared. */
  int weight() {
    int reads =
        switch (aggregation) {
          case BEST -> 1;
          case SUM, COUNT -> 2;
          case LAST -> 3;
        };
    return ties == Ties.EARLIEST ? 4 : reads;
  }

  int bucket() {
    return bucket;
  }

  /** Whether the time at which a score was reached is remembered. */
  boolean isTimed() {
    return timed;
  }

  /** The id of its period. */
  String period() {
    return period;
  }

  /** A user's member of the sorted set. */
  String member(String userId, Standing standing) {
    return ties == Ties.EARLIEST ? time(standing) + userId : userId;
  }

  /** The time of a standing as the hash of times has it. */
  String time(Standing standing) {
    return SortableTime.encode(ties == Ties.EARLIEST ? standing.reachedAt() : standing.decidedAt());
  }

  /** Adds the fields of the hash of times that a user's standing takes. */
  void addTimes(String userId, Standing standing, List<String> fields) {
    fields.add(userId);
    fields.add(time(standing));
    String mark = mark(standing);
    if (mark != null) {
      fields.add(MARK + userId);
      fields.add(mark);
    }
  }

  /**
   * The time that decides, as {@code apply.lua} has it: null where it is the one of {@link #time}.
   */
  @Nullable String mark(Standing standing) {
    if (ties != Ties.EARLIEST || standing.decidedAt() == standing.reachedAt()) {
      return null;
    }
    return standing.decidedAt() == Standing.NEVER ? "" : SortableTime.encode(standing.decidedAt());
  }

  /** The keys of a call of {@code load.lua}. */
  List<String> loadKeys(String fill, String positions) {
    return listed(fill, positions, sortedSet, times);
  }

  /** The keys of a call of {@code restore.lua}. */
  List<String> restoreKeys(String fill, String positions) {
    return listed(fill, positions, sortedSet, times, guards);
  }

  private List<String> listed(String... keys) {
    List<String> all = new ArrayList<>(List.of(keys));
    if (periods != null) {
      all.add(periods);
    }
    return all;
  }

  /** The hash of its guards. */
  String guards() {
    return guards;
  }

  /** How ties are broken, as the scripts name it. */
  String ties() {
    return ties.text();
  }

  /** Begins the encoding of an operation, as the head of {@code apply.lua} says. */
  void encode(String kind, int entries, long bound, List<String> keys, List<String> args) {
    keys.add(sortedSet);
    if (timed) {
      keys.add(times);
    }
    args.add(kind);
    args.add(ties.text());
    if (registered || periods == null) {
      args.add("");
    } else {
      keys.add(periods);
      args.add(period);
    }
    args.add(Integer.toString(entries));
    args.add(Long.toString(bound));
  }

  /** Redis holds an operation on it, and so its period is listed. */
  void confirmed() {
    registered = true;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof BoardShard shard && sortedSet.equals(shard.sortedSet));
  }

  @Override
  public int hashCode() {
    return sortedSet.hashCode();
  }
}
