package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.SortableTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies event by event: sums of which some may leave the range and then do not count, and last
 * values where it matters since when a value has been there.
 */
final class EachOperation implements ShardOperation {
  private final BoardShard shard;
  private final String kind;
  private final List<String> entries = new ArrayList<>();
  private int count;

  EachOperation(BoardShard shard, String kind) {
    this.shard = shard;
    this.kind = kind;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    entries.add(Long.toString(sortKey));
    entries.add(userId);
    if (shard.isTimed()) {
      entries.add(SortableTime.encode(occurredAt));
    }
    count++;
    return true;
  }

  @Override
  public int entries() {
    return count;
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    shard.encode(kind, count, 0, keys, args);
    args.addAll(entries);
  }
}
