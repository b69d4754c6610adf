package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.generation.StoredPosition;
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

  /** The position that all buckets have reached, or are followed from; -1 for none. */
  public long position() {
    return StoredPosition.followedFrom(positions[lastBucket()]);
  }

  /** The position of a bucket as Redis holds it. */
  long stored(int bucket) {
    return positions[bucket];
  }

  /** Whether no bucket holds but a part of what is loaded or restored. */
  boolean isWhole() {
    return Arrays.stream(positions).allMatch(position -> position >= StoredPosition.NONE);
  }

  /** Whether no event behind its position is held by a restored standing already. */
  public boolean isPastGuards() {
    return position() >= guardedThrough;
  }

  /**
   * The offset that some bucket is being loaded through. More than one only after a bucket was set
   * back: then one after the other.
   */
  OptionalLong loadingThrough() {
    return Arrays.stream(positions)
        .filter(StoredPosition::isLoading)
        .map(StoredPosition::loadingThrough)
        .min();
  }

  /** By bucket: whether it holds nothing, or a part of what is loaded through an offset. */
  boolean[] toLoad(OptionalLong through) {
    boolean[] empty = new boolean[positions.length];
    for (int bucket = 0; bucket < empty.length; bucket++) {
      empty[bucket] =
          positions[bucket] == StoredPosition.NONE
              || (through.isPresent()
                  && positions[bucket] == StoredPosition.loading(through.getAsLong()));
    }
    return empty;
  }

  /** Whether no bucket holds anything. */
  boolean isEmpty() {
    return Arrays.stream(positions).allMatch(position -> position == StoredPosition.NONE);
  }

  /** What it applies. */
  GenerationPlan plan() {
    return plan;
  }

  /** The bucket that is furthest behind. */
  int lastBucket() {
    int last = 0;
    for (int bucket = 1; bucket < positions.length; bucket++) {
      if (StoredPosition.followedFrom(positions[bucket])
          < StoredPosition.followedFrom(positions[last])) {
        last = bucket;
      }
    }
    return last;
  }

  /** Folds and sends a batch; {@link #finish} is to be called before the next one. */
  public void send(PartitionBatch batch, Games games) {
    if (!isWhole()) {
      throw new PositionMovedException(
          "Generation %s holds but a part of what is brought to it of partition %d"
              .formatted(plan.generation().id(), partition));
    }
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
