package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Aggregation;

/** One sorted set of one board. Compared by identity: there is one object of each. */
final class BoardShard {
  private final Aggregation aggregation;
  private final int bucket;
  private final String sortedSet;
  private final String times;

  BoardShard(Aggregation aggregation, int bucket, String prefix) {
    this.aggregation = aggregation;
    this.bucket = bucket;
    this.sortedSet = prefix + 'z';
    this.times = prefix + 't';
  }

  /** An empty operation on it. */
  ShardOperation operation(boolean eventByEvent) {
    return switch (aggregation) {
      case BEST -> new BestOperation(this);
      case SUM, COUNT -> eventByEvent ? new EachOperation(this) : new SumOperation(this);
      case LAST -> new LastOperation(this);
    };
  }

  /** How much an entry costs, compared with one of {@code best}. */
  int weight() {
    return switch (aggregation) {
      case BEST -> 1;
      case SUM, COUNT -> 2;
      case LAST -> 3;
    };
  }

  int bucket() {
    return bucket;
  }

  /** The key of the sorted set, user id to sort key. */
  String sortedSet() {
    return sortedSet;
  }

  /** The key of the hash, user id to reachedAt. */
  String times() {
    return times;
  }
}
