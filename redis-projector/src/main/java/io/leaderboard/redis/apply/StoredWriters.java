package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.Editions;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationStore;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Makes what writes to a partition of a generation or of a fill, from where Redis holds it now.
 * Every method asks Redis, and throws when it cannot tell. Thread-safe.
 */
final class StoredWriters {
  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final ApplyScript script;
  private final StoredPoints points;
  private final Guards guards;
  private final ApplyProperties properties;
  private final ApplyMetrics metrics;

  StoredWriters(
      RedisLink redis, GenerationKeeper keeper, ApplyProperties properties, ApplyMetrics metrics) {
    this.redis = redis;
    this.keeper = keeper;
    this.script = new ApplyScript(redis);
    this.points = new StoredPoints(redis);
    this.guards = new Guards(redis);
    this.properties = properties;
    this.metrics = metrics;
  }

  GenerationStore store() {
    return keeper.store();
  }

  /** How far something that is filled is. */
  BucketPositions positions(FillTarget target) {
    return keeper.positions(target);
  }

  void lostByTheLog(FillTarget target) {
    keeper.games().lostByTheLog(target);
  }

  GenerationPlan plan(FillTarget target) {
    Generation generation = target.generation();
    Function<String, Map<String, Long>> past = fill -> store().past(generation, fill);
    if (target.isOfGames()) {
      return GenerationPlan.of(target, past);
    }
    // Of one that is being filled they never change; of the live one as soon as readers go over.
    Editions own = keeper.editionsOf(generation);
    return GenerationPlan.of(generation, () -> keeper.editionsNow(generation, own), past);
  }

  GenerationWriter at(GenerationPlan plan, int partition) {
    FillTarget target = plan.target();
    // Before the positions: with a count that is older than these, Redis refuses.
    String[] joins =
        target.isOfGames() ? new String[0] : store().joins(target.generation(), partition);
    BucketPositions positions = positions(target);
    long[] ofBuckets = new long[target.buckets()];
    for (int bucket = 0; bucket < ofBuckets.length; bucket++) {
      Long position = positions.of(bucket, partition);
      if (position == null) {
        throw new IllegalStateException("Redis lost a position of " + target + " a moment ago");
      }
      ofBuckets[bucket] = position;
    }
    long guarded = store().restores().guardedThrough(target, partition);
    return new GenerationWriter(
        plan, partition, ofBuckets, joins, guarded, guards, script, properties, metrics);
  }

  /** Where a writer that was just made reads on. */
  ResumePoint resumePoint(GenerationWriter writer, int partition) {
    int last = writer.lastBucket();
    return points.of(writer.target(), last, partition, writer.stored(last));
  }

  /** Where a bucket of a generation is, and what is closed there. */
  ResumePoint pointIn(Generation generation, int bucket, int partition) {
    return points.now(FillTarget.of(generation), bucket, partition);
  }

  /** What loads the beginning of a partition; empty when every bucket holds more of it already. */
  Optional<GenerationLoad> load(GenerationWriter writer, int partition, String token) {
    OptionalLong begun = writer.loadingThrough();
    // What was restored is folded on, never written over; also where the log is followed from 0.
    boolean toLoad =
        begun.isPresent() || (writer.isEmpty() && !store().isFromStandings(writer.target()));
    return toLoad
        ? Optional.of(
            new GenerationLoad(
                redis, writer.plan(), partition, token, writer.toLoad(begun), begun, metrics))
        : Optional.empty();
  }

  GenerationRestore restore(FillTarget target, int partition, String token) {
    GenerationWriter writer = at(plan(target), partition);
    return new GenerationRestore(redis, writer.plan(), partition, token, writer.position());
  }
}
