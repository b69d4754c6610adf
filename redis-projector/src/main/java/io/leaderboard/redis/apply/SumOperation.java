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

  /** Ends the time of what adds nothing but 0, see {@code apply.lua}. */
  private static final String ZEROS = "-";

  private static final class Added {
    private long sum;
    private long absolute;
    private long latest = Long.MIN_VALUE;
    private boolean onlyZeros = true;

    /** When the latest occurred that changes the sum; while none does, the latest. */
    private void reached(boolean isZero, long occurredAt) {
      if (onlyZeros && !isZero) {
        onlyZeros = false;
        latest = occurredAt;
      } else if (onlyZeros || !isZero) {
        latest = Math.max(latest, occurredAt);
      }
    }
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
    user.reached(sortKey == 0, occurredAt);
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
            String time = SortableTime.encode(sum.latest);
            args.add(sum.onlyZeros ? time + ZEROS : time);
          }
        });
  }
}
