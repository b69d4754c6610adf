package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.SortableTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps each user's smallest sort key and when it was first reached. */
final class BestOperation implements ShardOperation {
  private record Best(long sortKey, long at) {
    boolean isAheadOf(long otherKey, long otherAt) {
      return sortKey < otherKey || (sortKey == otherKey && at <= otherAt);
    }
  }

  private final BoardShard shard;
  private final Map<String, Best> best = new HashMap<>();

  BestOperation(BoardShard shard) {
    this.shard = shard;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    Best held = best.get(userId);
    if (held == null || !held.isAheadOf(sortKey, occurredAt)) {
      best.put(userId, new Best(sortKey, occurredAt));
    }
    return held == null;
  }

  @Override
  public int entries() {
    return best.size();
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    shard.encode("best", best.size(), 0, keys, args);
    best.forEach(
        (user, event) -> {
          args.add(Long.toString(event.sortKey()));
          args.add(user);
          if (shard.isTimed()) {
            args.add(SortableTime.encode(event.at()));
          }
        });
  }
}
