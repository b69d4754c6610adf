package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The boards of all time in Redis. What it remembers of a partition, the generation it applies to
 * and each bucket's position, is only what it expects: Redis compares.
 */
public final class RedisProjection implements Projection {
  /** Touched by the partition's own thread. */
  private static final class PartitionState {
    private final GenerationPlan plan;
    // By bucket.
    private final long[] positions;

    PartitionState(GenerationPlan plan, long[] positions) {
      this.plan = plan;
      this.positions = positions;
    }
  }

  private final GenerationKeeper keeper;
  private final LogView log;
  private final ApplyScript script;
  private final ApplyProperties properties;
  private final ApplyMetrics metrics;
  private final Map<Integer, PartitionState> partitions = new ConcurrentHashMap<>();

  /** Applies to the generation that {@code keeper} says. */
  public RedisProjection(
      RedisLink redis,
      GenerationKeeper keeper,
      LogView log,
      ApplyProperties properties,
      ApplyMetrics metrics) {
    this.keeper = keeper;
    this.log = log;
    this.script = new ApplyScript(redis);
    this.properties = properties;
    this.metrics = metrics;
  }

  @Override
  public Map<Integer, ResumePoint> resume(Collection<Integer> resumed) {
    partitions.keySet().removeAll(resumed);
    Generation target = keeper.target();
    BucketPositions positions = keeper.positions(target);
    GenerationPlan plan = new GenerationPlan(target);
    Map<Integer, ResumePoint> next = new HashMap<>();
    for (int partition : resumed) {
      long[] ofBuckets = new long[target.buckets()];
      for (int bucket = 0; bucket < ofBuckets.length; bucket++) {
        Long position = positions.of(bucket, partition);
        if (position == null) {
          throw new IllegalStateException(
              "Redis lost a position of generation " + target.id() + " a moment ago");
        }
        ofBuckets[bucket] = position;
      }
      partitions.put(partition, new PartitionState(plan, ofBuckets));
      next.put(partition, ResumePoint.at(positions.reachedByAll(partition) + 1));
    }
    return next;
  }

  @Override
  public void apply(List<PartitionBatch> batches) {
    // One view for the whole poll, at least as new as the generation: see GenerationKeeper.
    Games games = log.games();
    List<BatchFold> folds = new ArrayList<>();
    for (PartitionBatch batch : batches) {
      PartitionState state = state(batch.partition());
      Lane[] lanes = new Lane[state.positions.length];
      for (int bucket = 0; bucket < lanes.length; bucket++) {
        lanes[bucket] =
            new Lane(
                state.plan.generation(),
                batch.partition(),
                bucket,
                state.positions[bucket],
                script,
                metrics);
      }
      BatchFold fold =
          new BatchFold(batch, state.plan, games, lanes, properties.chunkMembers(), metrics);
      fold.send();
      folds.add(fold);
    }
    folds.forEach(BatchFold::finish);
    for (PartitionBatch batch : batches) {
      long[] positions = state(batch.partition()).positions;
      for (int bucket = 0; bucket < positions.length; bucket++) {
        positions[bucket] = Math.max(positions[bucket], batch.through());
      }
    }
  }

  @Override
  public void revoked(Collection<Integer> revoked) {
    partitions.keySet().removeAll(revoked);
  }

  private PartitionState state(int partition) {
    PartitionState state = partitions.get(partition);
    if (state == null) {
      throw new IllegalStateException("partition " + partition + " was not resumed");
    }
    return state;
  }
}
