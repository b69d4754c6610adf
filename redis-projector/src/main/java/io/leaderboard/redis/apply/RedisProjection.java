package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.RedisRefusals;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.Editions;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationStore.Joined;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boards in Redis. The owner of a partition applies what it polls to the live generation. What
 * is being filled beside it is brought up by a {@link Filling} and then joined: a generation is
 * applied to before the live one from there on, so that it never holds less; a fill of games within
 * the live one is folded in the same calls.
 *
 * <p>A partition's state changes under its lock: the owner's thread holds it while it applies, a
 * filling while it joins.
 */
public final class RedisProjection implements Projection {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProjection.class);

  /** Brings partitions of what is being filled up to where they can be joined. */
  public interface Filling {
    /** Begins to fill a partition. Returns at once. */
    void begin(OwnedPartition partition, FillTarget target);

    /** Stops what fills a partition. */
    void stop(int partition);

    /** Stops what fills games, unless it is this; "" for all. */
    void stopGamesBut(String fill);

    /** Fills nothing: for a projection that only follows. */
    static Filling none() {
      return new Filling() {
        @Override
        public void begin(OwnedPartition partition, FillTarget target) {}

        @Override
        public void stop(int partition) {}

        @Override
        public void stopGamesBut(String fill) {}
      };
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
    Function<FillTarget, GenerationPlan> once = new PlanOfEach();
    Map<Integer, ResumePoint> points = new HashMap<>();
    for (int partition : resumed) {
      withLock(partition, () -> points.put(partition, resume(partition, targets, once)));
    }
    return points;
  }

  private ResumePoint resume(
      int partition, Targets targets, Function<FillTarget, GenerationPlan> once) {
    OwnedPartition former = partitions.remove(partition);
    if (former != null) {
      reached.put(partition, former.through());
    }
    filling.stop(partition);
    String token = UUID.randomUUID().toString();
    Generation live = targets.live();
    OwnedPartition owned =
        new OwnedPartition(
            this,
            partition,
            token,
            live == null ? null : writer(once.apply(FillTarget.of(live)), partition));
    List<FillTarget> toFill = new ArrayList<>();
    for (FillTarget target : targets.filling()) {
      if (!isJoined(owned, target, once)) {
        toFill.add(target);
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
    toFill.forEach(target -> begin(owned, target));
    return point;
  }

  /**
   * Whether a former owner had joined what is being filled; then this one applies to it from the
   * start. Claimed before positions are read: what is joined stays joined, unless a bucket was set
   * back to before.
   */
  private boolean isJoined(
      OwnedPartition owned, FillTarget target, Function<FillTarget, GenerationPlan> once) {
    Joined joined = keeper.store().claim(target, owned.partition(), owned.token());
    GenerationWriter live = owned.live();
    if (!target.isOfGames()) {
      GenerationWriter writer = writer(once.apply(target), owned.partition());
      if (joined != Joined.EVERYWHERE || !writer.isWhole()) {
        return false;
      }
      owned.addJoined(writer);
      return true;
    }
    owned.fills(target.fill());
    if (joined == Joined.SOMEWHERE) {
      // Its owner died between two buckets of a cluster, or one was set back.
      LOG.info("Partition {} has joined {} in some buckets alone", owned.partition(), target);
      keeper.games().giveUp(target);
      throw new IllegalStateException(target + " is begun once more");
    }
    if (joined == Joined.EVERYWHERE && live != null) {
      live.joined(once.apply(target), keeper.store().joins(target.generation(), owned.partition()));
      return true;
    }
    return false;
  }

  private void begin(OwnedPartition owned, FillTarget target) {
    filling.begin(owned, target);
  }

  /**
   * Sees to fills of games in the partitions that are owned here: begins them where they are not
   * known yet, and forgets what is over. Owners go on meanwhile; nothing is read again for it.
   */
  public void attend(Targets targets) {
    FillTarget games = targets.games();
    String id = games == null ? "" : games.fill();
    filling.stopGamesBut(id);
    for (OwnedPartition owned : partitions.values()) {
      whileCurrent(
          owned,
          current -> {
            GenerationWriter live = current.live();
            if (live == null) {
              return;
            }
            if (!current.knows(id)) {
              // What a fill that is over brought, readers use, and what was read of editions since
              // says so.
              live.forgetJoinedBut(id);
              current.fills(id);
              if (games != null && live.target().generation().equals(games.generation())) {
                claimAndFill(current, games);
              }
            }
          });
    }
  }

  private void claimAndFill(OwnedPartition owned, FillTarget games) {
    if (!isJoined(owned, games, target -> plan(target))) {
      begin(owned, games);
    }
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
    return points.of(writer.target(), last, partition, writer.stored(last));
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

  @Override
  public String words(RuntimeException failure) {
    return RedisRefusals.words(failure);
  }

  private void applyTo(
      List<PartitionBatch> batches,
      Games games,
      Function<OwnedPartition, @Nullable GenerationWriter> which) {
    List<GenerationWriter> sending = new ArrayList<>();
    for (PartitionBatch batch : batches) {
      GenerationWriter writer = which.apply(owned(batch.partition()));
      if (writer != null) {
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
            partitions.remove(partition);
            reached.remove(partition);
            filling.stop(partition);
          });
    }
  }

  /** Whoever fills something from where Redis holds it, in a partition that is owned here. */
  public GenerationWriter writer(FillTarget target, int partition) {
    return writer(plan(target), partition);
  }

  /** The log has lost what is to be read next of something that is filled; from any thread. */
  public void lostByTheLog(FillTarget target) {
    keeper.games().lostByTheLog(target);
  }

  /** Where such a writer reads on. */
  public ResumePoint resumePointOf(GenerationWriter writer, int partition) {
    return resumePoint(writer, partition);
  }

  Optional<GenerationLoad> load(GenerationWriter writer, int partition, String token) {
    OptionalLong begun = writer.loadingThrough();
    // What was restored is folded on, never written over; also where the log is followed from 0.
    boolean toLoad =
        begun.isPresent() || (writer.isEmpty() && !keeper.store().isFromStandings(writer.target()));
    return toLoad
        ? Optional.of(
            new GenerationLoad(
                redis, writer.plan(), partition, token, writer.toLoad(begun), begun, metrics))
        : Optional.empty();
  }

  GenerationRestore restore(FillTarget target, int partition, String token) {
    GenerationWriter writer = writer(target, partition);
    return new GenerationRestore(redis, writer.plan(), partition, token, writer.position());
  }

  Optional<String[]> join(FillTarget target, int partition, String token) {
    return keeper.store().fills().join(target, partition, token);
  }

  private GenerationPlan plan(FillTarget target) {
    Map<String, Long> past = keeper.store().past(target);
    if (target.isOfGames()) {
      return GenerationPlan.of(target, past);
    }
    // Of one that is being filled they never change; of the live one as soon as readers go over.
    Editions own = keeper.editionsOf(target.generation());
    return GenerationPlan.of(
        target.generation(), () -> keeper.editionsNow(target.generation(), own), past);
  }

  private GenerationWriter writer(GenerationPlan plan, int partition) {
    FillTarget target = plan.target();
    // Before the positions: with a count that is older than these, Redis refuses.
    String[] joins =
        target.isOfGames() ? new String[0] : keeper.store().joins(target.generation(), partition);
    BucketPositions positions = keeper.positions(target);
    long[] ofBuckets = new long[target.buckets()];
    for (int bucket = 0; bucket < ofBuckets.length; bucket++) {
      Long position = positions.of(bucket, partition);
      if (position == null) {
        throw new IllegalStateException("Redis lost a position of " + target + " a moment ago");
      }
      ofBuckets[bucket] = position;
    }
    long guarded = keeper.store().restores().guardedThrough(target, partition);
    return new GenerationWriter(
        plan, partition, ofBuckets, joins, guarded, guards, script, properties, metrics);
  }

  /**
   * By partition: the last place that all buckets of the live generation have reached, and what is
   * closed there.
   */
  public Map<Integer, ResumePoint> pointsOf(Generation live, int partitionCount) {
    Map<Integer, ResumePoint> reachedByAll = new HashMap<>();
    for (int partition = 0; partition < partitionCount; partition++) {
      int of = partition;
      // Nothing moves meanwhile but what another process owns.
      withLock(
          of,
          () -> {
            for (int bucket = 0; bucket < live.buckets(); bucket++) {
              reachedByAll.merge(
                  of,
                  points.now(FillTarget.of(live), bucket, of),
                  (one, other) -> one.offset() <= other.offset() ? one : other);
            }
          });
    }
    return reachedByAll;
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

  /** How far something is that is filled. */
  public BucketPositions positions(FillTarget target) {
    return keeper.positions(target);
  }

  /** How far fills are that are filled from standings. */
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

  /** The partitions share one plan of what they apply to. */
  private final class PlanOfEach implements Function<FillTarget, GenerationPlan> {
    private final Map<String, GenerationPlan> plans = new HashMap<>();

    @Override
    public GenerationPlan apply(FillTarget target) {
      return plans.computeIfAbsent(target.id(), id -> plan(target));
    }
  }
}
