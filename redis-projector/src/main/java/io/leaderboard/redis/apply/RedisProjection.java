package io.leaderboard.redis.apply;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.RedisRefusals;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.GenerationStore.Joined;
import io.leaderboard.redis.generation.Targets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final StoredWriters writers;
  private final ApplyMetrics metrics;
  private final Filling filling;
  private final PartitionLocks locks = new PartitionLocks();
  private final Map<Integer, OwnedPartition> partitions = new ConcurrentHashMap<>();
  // Of partitions that are to be resumed: how far they were applied before.
  private final Map<Integer, Long> reached = new ConcurrentHashMap<>();

  /** Applies to the generations that {@code keeper} says. */
  public RedisProjection(
      RedisLink redis,
      GenerationKeeper keeper,
      FollowedLog log,
      ApplyProperties properties,
      ApplyMetrics metrics,
      Filling filling) {
    this.keeper = keeper;
    this.log = log;
    this.writers = new StoredWriters(redis, keeper, properties, metrics);
    this.metrics = metrics;
    this.filling = filling;
  }

  @Override
  public Map<Integer, ResumePoint> resume(Collection<Integer> resumed) {
    Targets targets = keeper.targets();
    Function<FillTarget, GenerationPlan> once = new PlanOfEach();
    Map<Integer, ResumePoint> points = new HashMap<>();
    for (int partition : resumed) {
      locks.with(partition, () -> points.put(partition, resume(partition, targets, once)));
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
            writers,
            partition,
            token,
            live == null ? null : writers.at(once.apply(FillTarget.of(live)), partition));
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
      following = List.of(writers.at(once.apply(toFill.get(0)), partition));
    }
    GenerationWriter last =
        following.stream().min(Comparator.comparingLong(GenerationWriter::position)).orElseThrow();
    if (owned.writers().isEmpty()) {
      owned.applied(last.position());
    }
    ResumePoint point = writers.resumePoint(last, partition);
    noteLoss(partition, point.offset() - 1);
    toFill.forEach(target -> filling.begin(owned, target));
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
      GenerationWriter writer = writers.at(once.apply(target), owned.partition());
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
      keeper
          .games()
          .giveUp(
              target,
              "partition %d had joined it in some buckets alone".formatted(owned.partition()));
      throw new IllegalStateException(target + " is begun once more");
    }
    if (joined == Joined.EVERYWHERE && live != null) {
      live.joined(once.apply(target), keeper.store().joins(target.generation(), owned.partition()));
      return true;
    }
    return false;
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
    if (!isJoined(owned, games, writers::plan)) {
      filling.begin(owned, games);
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

  @Override
  public void apply(List<PartitionBatch> batches) {
    // One view for the whole poll, at least as new as the generations: see GenerationKeeper.
    Games games = log.games();
    List<PartitionBatch> ordered =
        batches.stream().sorted(Comparator.comparingInt(PartitionBatch::partition)).toList();
    locks.withAll(
        ordered.stream().map(PartitionBatch::partition).toList(),
        () -> {
          // Those that are being filled hold everything before the live ones do.
          applyTo(ordered, games, OwnedPartition::joined);
          applyTo(ordered, games, OwnedPartition::live);
          ordered.forEach(batch -> owned(batch.partition()).applied(batch.through()));
        });
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
      locks.with(
          partition,
          () -> {
            partitions.remove(partition);
            reached.remove(partition);
            filling.stop(partition);
          });
    }
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
      locks.with(
          of,
          () -> {
            for (int bucket = 0; bucket < live.buckets(); bucket++) {
              reachedByAll.merge(
                  of,
                  writers.pointIn(live, bucket, of),
                  (one, other) -> one.offset() <= other.offset() ? one : other);
            }
          });
    }
    return reachedByAll;
  }

  /** Asks while nothing is applied to any partition by this process. */
  public <T> T whilePaused(int partitionCount, Supplier<T> question) {
    List<T> answer = new ArrayList<>(1);
    locks.withAll(
        IntStream.range(0, partitionCount).boxed().toList(), () -> answer.add(question.get()));
    return answer.get(0);
  }

  /** Runs {@code action} if the partition is still in this state, and nothing is applied to it. */
  boolean whileCurrent(OwnedPartition owned, Consumer<OwnedPartition> action) {
    boolean[] current = {false};
    locks.with(
        owned.partition(),
        () -> {
          current[0] = partitions.get(owned.partition()) == owned;
          if (current[0]) {
            action.accept(owned);
          }
        });
    return current[0];
  }

  private OwnedPartition owned(int partition) {
    OwnedPartition owned = partitions.get(partition);
    if (owned == null) {
      throw new IllegalStateException("partition " + partition + " was not resumed");
    }
    return owned;
  }

  /** The partitions share one plan of what they apply to. */
  private final class PlanOfEach implements Function<FillTarget, GenerationPlan> {
    private final Map<String, GenerationPlan> plans = new HashMap<>();

    @Override
    public GenerationPlan apply(FillTarget target) {
      return plans.computeIfAbsent(target.id(), id -> writers.plan(target));
    }
  }
}
