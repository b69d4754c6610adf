package io.leaderboard.redis.apply;

import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.LogEntry;
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
  private final String joins;
  private final int from;
  private final boolean eventByEvent;
  private final Map<BoardShard, ShardOperation> operations = new HashMap<>();
  private final List<ClosingEntry> closings = new ArrayList<>();
  private int weight;
  private int events;
  private int to;
  private long through;

  /**
   * @param expected the bucket's position before it
   * @param joins how many fills are known to be joined there; "" to compare nothing
   * @param from index in the batch of the first entry that it stands for
   * @param eventByEvent whether sums are applied event by event
   */
  Chunk(int partition, long expected, String joins, int from, boolean eventByEvent) {
    this.partition = partition;
    this.expected = expected;
    this.joins = joins;
    this.from = from;
    this.eventByEvent = eventByEvent;
  }

  /** An empty one in its place whose sums are applied event by event. */
  Chunk eventByEvent() {
    return new Chunk(partition, expected, joins, from, true);
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
   * @param batch the entries of the batch; the closings in its range are written with it
   */
  void end(int to, long through, List<LogEntry> batch) {
    this.to = to;
    this.through = through;
    for (LogEntry entry : batch.subList(from, to)) {
      if (entry instanceof ClosingEntry closing && closing.offset() > expected) {
        closings.add(closing);
      }
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
   * @param closed the key of what is closed in the bucket as of the partition
   * @param state the key of the bucket's state
   * @param args takes the arguments
   * @return the keys
   */
  String[] encode(String positions, String closed, String state, List<String> args) {
    List<String> keys = new ArrayList<>();
    keys.add(positions);
    keys.add(closed);
    keys.add(state);
    args.add(Integer.toString(partition));
    args.add(Long.toString(expected));
    args.add(Long.toString(through));
    args.add(joins);
    // Of all games, also of a fill of some: whoever resumes from it reads on for all.
    args.add(Integer.toString(closings.size()));
    for (ClosingEntry closing : closings) {
      args.add(closing.gameId());
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
