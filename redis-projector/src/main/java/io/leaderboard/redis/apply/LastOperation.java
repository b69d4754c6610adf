package io.leaderboard.redis.apply;

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
    int before = last.size();
    last.merge(
        userId,
        new Last(sortKey, occurredAt),
        (held, next) -> next.at() >= held.at() ? next : held);
    return last.size() > before;
  }

  @Override
  public int entries() {
    return last.size();
  }

  @Override
  public void encode(List<String> keys, List<String> args) {
    keys.add(shard.sortedSet());
    keys.add(shard.times());
    args.add("L");
    args.add(Integer.toString(last.size()));
    args.add("0");
    last.forEach(
        (user, event) -> {
          args.add(Long.toString(event.sortKey()));
          args.add(user);
          args.add(Long.toString(event.at()));
        });
  }
}
