package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.StoredPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Applies one partition to one generation, or to a fill of games before it is joined. What it
 * remembers, each bucket's position, is only what it expects: Redis compares. Used by one thread at
 * a time; of no use after a failure.
 */
public final class GenerationWriter {
  /** Compares no count of joins: what is filled by itself has none. */
  private static final String NO_JOINS = "";

  private record Sent(BatchFold fold, long through) {}

  private final GenerationPlan plan;
  private final int partition;
  // By bucket: what is applied when everything that was sent is.
  private final long[] positions;
  // By bucket: how many fills of games were joined; changes with the plans of what was joined.
  private String[] joins;
  private final List<GenerationPlan> plans = new ArrayList<>();
  private final long guardedThrough;
  private final Guards guards;
  private final ApplyScript script;
  private final ApplyProperties properties;
  private final ApplyMetrics metrics;
  private final Deque<Sent> sent = new ArrayDeque<>();

  /**
   * @param joins by bucket; of a fill of games none
   * @param guardedThrough up to which offset some restored standing may hold events already
   */
  GenerationWriter(
      GenerationPlan plan,
      int partition,
      long[] positions,
      String[] joins,
      long guardedThrough,
      Guards guards,
      ApplyScript script,
      ApplyProperties properties,
      ApplyMetrics metrics) {
    this.plan = plan;
    this.partition = partition;
    this.positions = positions;
    this.joins = joins;
    this.guardedThrough = guardedThrough;
    this.guards = guards;
    this.script = script;
    this.properties = properties;
    this.metrics = metrics;
    this.plans.add(plan);
  }

  /** What it applies to. */
  public FillTarget target() {
    return plan.target();
  }

  /**
   * From now on the games of a fill are folded too, as Redis says that it is joined.
   *
   * @param counts by bucket how many fills are joined, this one included
   */
  void joined(GenerationPlan fill, String[] counts) {
    plans.add(fill);
    joins = counts;
  }

  /** The id of the fill that is folded too; empty for none. */
  String joinedFill() {
    return plans.size() == 1 ? "" : plans.get(plans.size() - 1).target().fill();
  }

  /**
   * A fill that is over is not folded by itself any more: readers use what it brought, or nobody.
   */
  void forgetJoinedBut(String fill) {
    plans.removeIf(each -> each != plan && !each.target().fill().equals(fill));
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
          "%s holds but a part of what is brought to it of partition %d"
              .formatted(target(), partition));
    }
    Lane[] lanes = new Lane[positions.length];
    for (int bucket = 0; bucket < lanes.length; bucket++) {
      String known = joins.length == 0 ? NO_JOINS : joins[bucket];
      lanes[bucket] =
          new Lane(target(), partition, bucket, positions[bucket], known, script, metrics);
    }
    PlannedBoards boards = new PlannedBoards(games, plan.editionsNow(), List.copyOf(plans));
    HeldEvents held = isPastGuards() ? HeldEvents.NONE : guards.heldOf(batch, boards);
    BatchFold fold = new BatchFold(batch, boards, lanes, properties.chunkMembers(), held, metrics);
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
