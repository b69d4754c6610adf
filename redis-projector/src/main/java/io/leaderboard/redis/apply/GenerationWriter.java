package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Applies one partition to one generation. What it remembers, each bucket's position, is only what
 * it expects: Redis compares. Used by one thread at a time; of no use after a failure.
 */
public final class GenerationWriter {
  private record Sent(BatchFold fold, long through) {}

  private final GenerationPlan plan;
  private final int partition;
  // By bucket: what is applied when everything that was sent is.
  private final long[] positions;
  private final long guardedThrough;
  private final Guards guards;
  private final ApplyScript script;
  private final ApplyProperties properties;
  private final ApplyMetrics metrics;
  private final Deque<Sent> sent = new ArrayDeque<>();

  /**
   * @param guardedThrough up to which offset some restored standing may hold events already
   */
  GenerationWriter(
      GenerationPlan plan,
      int partition,
      long[] positions,
      long guardedThrough,
      Guards guards,
      ApplyScript script,
      ApplyProperties properties,
      ApplyMetrics metrics) {
    this.plan = plan;
    this.partition = partition;
    this.positions = positions;
    this.guardedThrough = guardedThrough;
    this.guards = guards;
    this.script = script;
    this.properties = properties;
    this.metrics = metrics;
  }

  /** Where it applies to. */
  public Generation generation() {
    return plan.generation();
  }

  /** The position that all buckets have reached; -1 for none. */
  public long position() {
    return Arrays.stream(positions).min().orElse(-1);
  }

  /** Whether no event behind its position is held by a restored standing already. */
  public boolean isPastGuards() {
    return position() >= guardedThrough;
  }

  /** By bucket: whether it holds nothing of the partition. */
  boolean[] empty() {
    boolean[] empty = new boolean[positions.length];
    for (int bucket = 0; bucket < empty.length; bucket++) {
      empty[bucket] = positions[bucket] < 0;
    }
    return empty;
  }

  /** Whether every bucket holds nothing, or exactly what lies through an offset. */
  boolean isEmptyOrAt(OptionalLong offset) {
    return Arrays.stream(positions)
        .allMatch(at -> at < 0 || (offset.isPresent() && at == offset.getAsLong()));
  }

  /** What it applies. */
  GenerationPlan plan() {
    return plan;
  }

  /** The bucket that is furthest behind. */
  int lastBucket() {
    int last = 0;
    for (int bucket = 1; bucket < positions.length; bucket++) {
      if (positions[bucket] < positions[last]) {
        last = bucket;
      }
    }
    return last;
  }

  /** Folds and sends a batch; {@link #finish} is to be called before the next one. */
  public void send(PartitionBatch batch, Games games) {
    Lane[] lanes = new Lane[positions.length];
    for (int bucket = 0; bucket < lanes.length; bucket++) {
      lanes[bucket] =
          new Lane(plan.generation(), partition, bucket, positions[bucket], script, metrics);
    }
    HeldEvents held = isPastGuards() ? HeldEvents.NONE : guards.heldOf(batch, plan, games);
    BatchFold fold =
        new BatchFold(batch, plan, games, lanes, properties.chunkMembers(), held, metrics);
    fold.send();
    sent.addLast(new Sent(fold, batch.through()));
  }

  /**
   * Waits until Redis holds everything that was sent.
   *
   * @throws PositionMovedException when another owner has moved a position
   */
  public void finish() {
    while (!sent.isEmpty()) {
      Sent first = sent.removeFirst();
      first.fold().finish();
      for (int bucket = 0; bucket < positions.length; bucket++) {
        positions[bucket] = Math.max(positions[bucket], first.through());
      }
    }
  }
}
