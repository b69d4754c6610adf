package io.leaderboard.redis.apply;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps each user's smallest sort key. */
final class BestOperation implements ShardOperation {
  private final BoardShard shard;
  private final Map<String, Long> best = new HashMap<>();

  BestOperation(BoardShard shard) {
    this.shard = shard;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    int before = best.size();
    best.merge(userId, sortKey, Math::min);
    return best.size() > before;
  }

  @Override
  public int entries() {
    return best.size();
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    keys.add(shard.sortedSet());
    args.add("B");
    args.add(Integer.toString(best.size()));
    args.add("0");
    best.forEach(
        (user, sortKey) -> {
          args.add(Long.toString(sortKey));
          args.add(user);
        });
  }
}
