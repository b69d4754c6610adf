package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.SortableTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what each user's last event brings: the latest, then the one later in the log. */
final class LastOperation implements ShardOperation {
  private record Last(long sortKey, long at) {}

  private final BoardShard shard;
  private final Map<String, Last> last = new HashMap<>();

  LastOperation(BoardShard shard) {
    this.shard = shard;
  }

  @Override
  public boolean add(String userId, long sortKey, long occurredAt) {
    Last held = last.get(userId);
    if (held == null || occurredAt >= held.at()) {
      last.put(userId, new Last(sortKey, occurredAt));
    }
    return held == null;
  }

  @Override
  public int entries() {
    return last.size();
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    shard.encode("last", last.size(), 0, keys, args);
    last.forEach(
        (user, event) -> {
          args.add(Long.toString(event.sortKey()));
          args.add(user);
          args.add(SortableTime.encode(event.at()));
        });
  }
}
