package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import io.leaderboard.redis.generation.RestoreProgress;
import io.leaderboard.redis.generation.Targets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boards in Redis. The owner of a partition applies what it polls to the live generations; one
 * that is being filled is brought up beside them by a {@link Filling} and then joined: from there
 * on every batch goes to it first and then to the live ones, so that it never holds less.
 *
 * <p>A partition's state changes under its lock: the owner's thread holds it while it applies, a
 * filling while it joins.
 */
public final class RedisProjection implements Projection {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProjection.class);

  /** Brings a partition of a generation up to where it can be joined. */
  @FunctionalInterface
  public interface Filling {
    /** Stops what fills this partition, and begins to fill these generations. Returns at once. */
    void begin(OwnedPartition partition, List<Generation> generations);

    /** Fills nothing: for a projection that only follows. */
    static Filling none() {
      return (partition, generations) -> {};
    }
  }

  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final LogView log;
  private final ApplyScript script;
  private final StoredPoints points;
  private final Guards guards;
  private final ApplyProperties properties;
  private final ApplyMetrics metrics;
  private final Filling filling;
  private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Map<Integer, OwnedPartition> partitions = new ConcurrentHashMap<>();
  // Of partitions that are to be resumed: how far they were applied before.
  private final Map<Integer, Long> reached = new ConcurrentHashMap<>();

  /** Applies to the generations that {@code keeper} says. */
  public RedisProjection(
      RedisLink redis,
      GenerationKeeper keeper,
      LogView log,
      ApplyProperties properties,
      ApplyMetrics metrics,
      Filling filling) {
    this.redis = redis;
    this.keeper = keeper;
    this.log = log;
    this.script = new ApplyScript(redis);
    this.points = new StoredPoints(redis);
    this.guards = new Guards(redis);
    this.properties = properties;
    this.metrics = metrics;
    this.filling = filling;
  }

  @Override
  public Map<Integer, ResumePoint> resume(Collection<Integer> resumed) {
    Targets targets = keeper.targets();
    Function<Generation, GenerationPlan> once = new PlanOfEach(targets);
    Map<Integer, ResumePoint> points = new HashMap<>();
    for (int partition : resumed) {
      withLock(partition, () -> points.put(partition, resume(partition, targets, once)));
    }
    return points;
  }

  private ResumePoint resume(
      int partition, Targets targets, Function<Generation, GenerationPlan> once) {
    OwnedPartition former = partitions.remove(partition);
    if (former != null) {
      reached.put(partition, former.through());
    }
    String token = UUID.randomUUID().toString();
    List<GenerationWriter> live = new ArrayList<>();
    for (Generation generation : targets.live()) {
      live.add(writer(once.apply(generation), partition));
    }
    OwnedPartition owned = new OwnedPartition(this, partition, token, live);
    List<Generation> toFill = new ArrayList<>();
    for (Generation generation : targets.filling()) {
      // Claimed before its positions are read: what a former owner had joined stays joined, unless
      // a bucket was set back to before.
      boolean joined = keeper.store().claim(generation, partition, token);
      GenerationWriter writer = writer(once.apply(generation), partition);
      if (joined && writer.isWhole()) {
        owned.addJoined(writer);
      } else {
        toFill.add(generation);
      }
    }
    partitions.put(partition, owned);
    List<GenerationWriter> following = owned.writers();
    if (following.isEmpty()) {
      // Nothing is readable, and the only generation is being restored: the owner reads ahead of
      // who fills it, and applies nothing before it is joined.
      following = List.of(writer(once.apply(toFill.get(0)), partition));
    }
    GenerationWriter last =
        following.stream().min(Comparator.comparingLong(GenerationWriter::position)).orElseThrow();
    if (owned.writers().isEmpty()) {
      owned.applied(last.position());
    }
    ResumePoint point = resumePoint(last, partition);
    noteLoss(partition, point.offset() - 1);
    filling.begin(owned, toFill);
    return point;
  }

  /** Tells people when Redis lost what this process had applied; resuming makes it good. */
  private void noteLoss(int partition, long held) {
    Long before = reached.remove(partition);
    if (before != null && held < before) {
      metrics.repaired();
      LOG.info(
          "Redis holds partition {} up to {} where {} was applied: reads again from there",
          partition,
          held,
          before);
    }
  }

  private ResumePoint resumePoint(GenerationWriter writer, int partition) {
    int last = writer.lastBucket();
    return points.of(writer.generation(), last, partition, writer.stored(last));
  }

  @Override
  public void apply(List<PartitionBatch> batches) {
    // One view for the whole poll, at least as new as the generations: see GenerationKeeper.
    Games games = log.games();
    List<PartitionBatch> ordered =
        batches.stream().sorted(Comparator.comparingInt(PartitionBatch::partition)).toList();
    // In the order of the partitions, as everyone who takes several.
    ordered.forEach(batch -> lock(batch.partition()).lock());
    try {
      // Those that are being filled hold everything before the live ones do.
      applyTo(ordered, games, OwnedPartition::joined);
      applyTo(ordered, games, OwnedPartition::live);
      ordered.forEach(batch -> owned(batch.partition()).applied(batch.through()));
    } finally {
      ordered.forEach(batch -> lock(batch.partition()).unlock());
    }
  }

  private void applyTo(
      List<PartitionBatch> batches,
      Games games,
      Function<OwnedPartition, List<GenerationWriter>> which) {
    List<GenerationWriter> sending = new ArrayList<>();
    for (PartitionBatch batch : batches) {
      for (GenerationWriter writer : which.apply(owned(batch.partition()))) {
        writer.send(batch, games);
        sending.add(writer);
      }
    }
    sending.forEach(GenerationWriter::finish);
  }

  @Override
  public void revoked(Collection<Integer> revoked) {
    for (int partition : revoked) {
      withLock(
          partition,
          () -> {
            OwnedPartition owned = partitions.remove(partition);
            reached.remove(partition);
            if (owned != null) {
              filling.begin(owned, List.of());
            }
          });
    }
  }

  /** Whoever applies a generation from where Redis holds it, in a partition that is owned here. */
  public GenerationWriter writer(Generation generation, int partition) {
    return writer(plan(generation, keeper.targets()), partition);
  }

  /** Where such a writer reads on. */
  public ResumePoint resumePointOf(GenerationWriter writer, int partition) {
    return resumePoint(writer, partition);
  }

  Optional<GenerationLoad> load(GenerationWriter writer, int partition, String token) {
    OptionalLong begun = writer.loadingThrough();
    // What was restored is folded on, never written over; also where the log is followed from 0.
    boolean toLoad =
        begun.isPresent()
            || (writer.isEmpty() && !keeper.store().isFromStandings(writer.generation()));
    return toLoad
        ? Optional.of(
            new GenerationLoad(
                redis, writer.plan(), partition, token, writer.toLoad(begun), begun, metrics))
        : Optional.empty();
  }

  GenerationRestore restore(Generation generation, int partition, String token) {
    GenerationWriter writer = writer(generation, partition);
    return new GenerationRestore(redis, writer.plan(), partition, token, writer.position());
  }

  private GenerationPlan plan(Generation generation, Targets targets) {
    return new GenerationPlan(generation, targets, keeper.store().left(generation));
  }

  private GenerationWriter writer(GenerationPlan plan, int partition) {
    Generation generation = plan.generation();
    BucketPositions positions = keeper.positions(generation);
    long[] ofBuckets = new long[generation.buckets()];
    for (int bucket = 0; bucket < ofBuckets.length; bucket++) {
      Long position = positions.of(bucket, partition);
      if (position == null) {
        throw new IllegalStateException(
            "Redis lost a position of generation " + generation.id() + " a moment ago");
      }
      ofBuckets[bucket] = position;
    }
    long guarded = keeper.store().restores().guardedThrough(generation, partition);
    return new GenerationWriter(
        plan, partition, ofBuckets, guarded, guards, script, properties, metrics);
  }

  /**
   * By partition: the last place that all live generations have reached, and what is closed there.
   */
  public Map<Integer, ResumePoint> pointsOf(Generations generations, int partitionCount) {
    Map<Integer, ResumePoint> reached = new HashMap<>();
    for (Generation generation : generations.allLive()) {
      for (int bucket = 0; bucket < generation.buckets(); bucket++) {
        for (int partition = 0; partition < partitionCount; partition++) {
          reached.merge(
              partition,
              points.now(generation, bucket, partition),
              (one, other) -> one.offset() <= other.offset() ? one : other);
        }
      }
    }
    return reached;
  }

  /** Asks while nothing is applied to any partition by this process. */
  public <T> T whilePaused(int partitionCount, Supplier<T> question) {
    // In the order of the partitions, as everyone who takes several.
    for (int partition = 0; partition < partitionCount; partition++) {
      lock(partition).lock();
    }
    try {
      return question.get();
    } finally {
      for (int partition = 0; partition < partitionCount; partition++) {
        lock(partition).unlock();
      }
    }
  }

  /** Runs {@code action} while nothing is applied to a partition by this process. */
  void withLock(int partition, Runnable action) {
    ReentrantLock lock = lock(partition);
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code action} if the partition is still in this state, and nothing is applied to it. */
  boolean whileCurrent(OwnedPartition owned, Consumer<OwnedPartition> action) {
    boolean[] current = {false};
    withLock(
        owned.partition(),
        () -> {
          current[0] = partitions.get(owned.partition()) == owned;
          if (current[0]) {
            action.accept(owned);
          }
        });
    return current[0];
  }

  GenerationKeeper keeper() {
    return keeper;
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    return keeper.positions(generation);
  }

  /** How far generations are that are filled from standings. */
  public RestoreProgress restores() {
    return keeper.store().restores();
  }

  private OwnedPartition owned(int partition) {
    OwnedPartition owned = partitions.get(partition);
    if (owned == null) {
      throw new IllegalStateException("partition " + partition + " was not resumed");
    }
    return owned;
  }

  private ReentrantLock lock(int partition) {
    return locks.computeIfAbsent(partition, p -> new ReentrantLock());
  }

  /** The partitions share one plan of each generation. */
  private final class PlanOfEach implements Function<Generation, GenerationPlan> {
    private final Targets targets;
    private final Map<String, GenerationPlan> plans = new HashMap<>();

    PlanOfEach(Targets targets) {
      this.targets = targets;
    }

    @Override
    public GenerationPlan apply(Generation generation) {
      return plans.computeIfAbsent(generation.id(), id -> plan(generation, targets));
    }
  }
}
