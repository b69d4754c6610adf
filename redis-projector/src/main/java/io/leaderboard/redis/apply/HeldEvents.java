package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.EventEntry;

/** Which events of a batch the standings that were restored hold already. */
@FunctionalInterface
interface HeldEvents {
  /** None: what is applied was not restored, or has passed all that it brought. */
  HeldEvents NONE = (shard, entry) -> false;

  /** Whether the standing of the event's user in a shard is already the fold of it too. */
  boolean holds(BoardShard shard, EventEntry entry);
}
