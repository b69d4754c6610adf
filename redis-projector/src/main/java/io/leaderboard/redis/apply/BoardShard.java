package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.SortableTime;
import java.util.List;

/**
 * One shard of one board in one period. Two of the same sorted set are equal: a plan may make one
 * anew. Thread-safe.
 */
final class BoardShard {
  private final Aggregation aggregation;
  private final Ties ties;
  private final int bucket;
  private final String sortedSet;
  private final String times;
  private final String guards;
  private final String periods;
  private final String period;
  // Set when Redis has confirmed it. A Redis that loses it also loses the position that was written
  // with it; the owner then resumes with a new plan, which does not know it any more.
  private volatile boolean registered;

  /**
   * @param prefix what its keys begin with
   * @param periods the key that its period is registered in
   * @param period the period's id
   */
  BoardShard(BoardDefinition board, int bucket, String prefix, String periods, String period) {
    this.aggregation = board.aggregation();
    this.ties = board.ties();
    this.bucket = bucket;
    this.sortedSet = prefix + 'z';
    this.times = prefix + 't';
    this.guards = prefix + 'g';
    this.periods = periods;
    this.period = period;
  }

  /** An empty operation on it. */
  ShardOperation operation(boolean eventByEvent) {
    return switch (aggregation) {
      case BEST -> new BestOperation(this);
      case SUM, COUNT -> eventByEvent ? new EachOperation(this) : new SumOperation(this);
      case LAST -> new LastOperation(this);
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
    return ties == Ties.EARLIEST || aggregation == Aggregation.LAST;
  }

  /** The id of its period. */
  String period() {
    return period;
  }

  /** A user's member of the sorted set. */
  String member(String userId, long reachedAt) {
    return ties == Ties.EARLIEST ? time(reachedAt) + userId : userId;
  }

  /** A time as the hash of times has it. */
  String time(long reachedAt) {
    return SortableTime.encode(reachedAt);
  }

  /** The keys of a call of {@code load.lua}. */
  List<String> loadKeys(String fill, String positions) {
    return isTimed()
        ? List.of(fill, positions, sortedSet, periods, times)
        : List.of(fill, positions, sortedSet, periods);
  }

  /** The keys of a call of {@code restore.lua}. */
  List<String> restoreKeys(String fill, String positions) {
    return isTimed()
        ? List.of(fill, positions, sortedSet, periods, guards, times)
        : List.of(fill, positions, sortedSet, periods, guards);
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
    if (isTimed()) {
      keys.add(times);
    }
    args.add(kind);
    args.add(ties.text());
    if (registered) {
      args.add("");
    } else {
      keys.add(periods);
      args.add(period);
    }
    args.add(Integer.toString(entries));
    args.add(Long.toString(bound));
  }

  /** Redis holds an operation on it, and so its period is registered. */
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
