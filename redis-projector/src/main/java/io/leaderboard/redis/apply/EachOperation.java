package io.leaderboard.redis.apply;

import java.util.ArrayList;
import java.util.List;

/** Adds event by event, because some may leave the range and then do not count. */
final class EachOperation implements ShardOperation {
  private final BoardShard shard;
  private final List<String> entries = new ArrayList<>();

  EachOperation(BoardShard shard) {
    this.shard = shard;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    entries.add(Long.toString(sortKey));
    entries.add(userId);
    return true;
  }

  @Override
  public int entries() {
    return entries.size() / 2;
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    keys.add(shard.sortedSet());
    args.add("E");
    args.add(Integer.toString(entries()));
    args.add("0");
    args.addAll(entries);
  }
}
