package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.SortableTime;
import java.util.ArrayList;
import java.util.List;

/** Adds event by event, because some may leave the range and then do not count. */
final class EachOperation implements ShardOperation {
  private final BoardShard shard;
  private final List<String> entries = new ArrayList<>();
  private int count;

  EachOperation(BoardShard shard) {
    this.shard = shard;
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
    shard.encode("each", count, 0, keys, args);
    args.addAll(entries);
  }
}
