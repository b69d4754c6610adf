package io.leaderboard.redis.apply;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.redis.SortableTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what each user's events bring, and keeps when the latest of them occurred. */
final class SumOperation implements ShardOperation {
  /** Enough to say that a sum may leave the range. */
  private static final long OUT_OF_RANGE = 2 * ScaledLong.MAX;

  private static final class Added {
    private long sum;
    private long absolute;
    private long latest = Long.MIN_VALUE;
  }

  private final BoardShard shard;
  private final Map<String, Added> added = new HashMap<>();
  private long largestAbsolute;

  SumOperation(BoardShard shard) {
    this.shard = shard;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    int before = added.size();
    Added user = added.computeIfAbsent(userId, id -> new Added());
    user.sum += sortKey;
    user.latest = Math.max(user.latest, occurredAt);
    // Bounded, so that it never overflows: past the bound the sum is not used.
    user.absolute = Math.min(user.absolute + Math.abs(sortKey), OUT_OF_RANGE);
    largestAbsolute = Math.max(largestAbsolute, user.absolute);
    return added.size() > before;
  }

  @Override
  public int entries() {
    return added.size();
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    shard.encode("sum", added.size(), largestAbsolute, keys, args);
    added.forEach(
        (user, sum) -> {
          args.add(Long.toString(sum.sum));
          args.add(user);
          if (shard.isTimed()) {
            args.add(SortableTime.encode(sum.latest));
          }
        });
  }
}
