package io.leaderboard.redis.apply;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What one call of the script applies: events of one partition, folded, to one bucket. Not
 * thread-safe.
 */
final class Chunk {
  private final int partition;
  private final long expected;
  private final int from;
  private final boolean eventByEvent;
  private final IdentityHashMap<BoardShard, ShardOperation> operations = new IdentityHashMap<>();
  private int weight;
  private int events;
  private int to;
  private long through;

  /**
   * @param expected the bucket's position before it
   * @param from index in the batch of the first entry that it stands for
   * @param eventByEvent whether sums are applied event by event
   */
  Chunk(int partition, long expected, int from, boolean eventByEvent) {
    this.partition = partition;
    this.expected = expected;
    this.from = from;
    this.eventByEvent = eventByEvent;
  }

  void add(BoardShard shard, String userId, long sortKey, long occurredAt) {
    ShardOperation operation = operations.get(shard);
    if (operation == null) {
      operation = shard.operation(eventByEvent);
      operations.put(shard, operation);
    }
    if (operation.add(userId, sortKey, occurredAt)) {
      weight += shard.weight();
    }
    events++;
  }

  /**
   * Ends it.
   *
   * @param to index in the batch behind the last entry that it stands for
   * @param through the bucket's position after it
   */
  void end(int to, long through) {
    this.to = to;
    this.through = through;
  }

  int weight() {
    return weight;
  }

  long expected() {
    return expected;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  long through() {
    return through;
  }

  /** How many times an event counted on a board. */
  int events() {
    return events;
  }

  /** How many entries are sent for them. */
  int entries() {
    int entries = 0;
    for (ShardOperation operation : operations.values()) {
      entries += operation.entries();
    }
    return entries;
  }

  String[] keys(String positions, List<String> args) {
    List<String> keys = new ArrayList<>();
    keys.add(positions);
    args.add(Integer.toString(partition));
    args.add(Long.toString(expected));
    args.add(Long.toString(through));
    args.add(Integer.toString(operations.size()));
    for (ShardOperation operation : operations.values()) {
      operation.encode(keys, args);
    }
    return keys.toArray(String[]::new);
  }
}
