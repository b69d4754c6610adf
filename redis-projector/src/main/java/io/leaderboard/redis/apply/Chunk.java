package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.projection.LoggedClosing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one call of the script applies: events of one partition, folded, to one bucket. Not
 * thread-safe.
 */
final class Chunk {
  private final int partition;
  private final long expected;
  private final int from;
  private final boolean eventByEvent;
  private final Map<BoardShard, ShardOperation> operations = new HashMap<>();
  private List<LoggedClosing> closings = List.of();
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
   * @param batch the closings of the batch; those that lie in its range are written with it
   */
  void end(int to, long through, List<LoggedClosing> batch) {
    this.to = to;
    this.through = through;
    if (!batch.isEmpty()) {
      this.closings =
          batch.stream()
              .filter(closing -> closing.offset() > expected && closing.offset() <= through)
              .toList();
    }
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

  /**
   * What it writes, as the head of {@code apply.lua} says.
   *
   * @param positions the key of the bucket's positions
   * @param closed the key of what is closed in the bucket
   * @param args takes the arguments
   * @return the keys
   */
  String[] encode(String positions, String closed, List<String> args) {
    List<String> keys = new ArrayList<>();
    keys.add(positions);
    keys.add(closed);
    args.add(Integer.toString(partition));
    args.add(Long.toString(expected));
    args.add(Long.toString(through));
    // Of all games, also in a generation of one: whoever resumes from it reads on for all.
    args.add(Integer.toString(closings.size()));
    for (LoggedClosing closing : closings) {
      args.add(RedisLayout.closing(partition, closing.gameId()));
      args.add(Long.toString(closing.through()));
    }
    args.add(Integer.toString(operations.size()));
    for (ShardOperation operation : operations.values()) {
      operation.encode(keys, args);
    }
    return keys.toArray(String[]::new);
  }

  /** Redis holds all of it. */
  void confirmed() {
    operations.keySet().forEach(BoardShard::confirmed);
  }
}
