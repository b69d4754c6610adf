package io.leaderboard.redis.apply;

import java.util.List;

/** What one call of the script does to one sorted set. Not thread-safe. */
interface ShardOperation {
  /**
   * Folds one more event in, in the log's order.
   *
   * @return whether it is a new entry of the operation
   */
  boolean add(String userId, long sortKey, long occurredAt);

  /** How many entries it has. */
  int entries();

  /** Appends its keys and arguments, as the head of {@code apply.lua} says. */
  void encode(List<String> keys, List<String> args);
}
