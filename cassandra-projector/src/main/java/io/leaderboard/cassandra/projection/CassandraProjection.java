package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.fill.AppliedPartition;
import io.leaderboard.cassandra.position.PositionsTable;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.standing.IgnoredEvents;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.store.StoreProperties;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The log in Cassandra: history and standings.
 *
 * <p>A batch is applied in rounds of requests, each begun when the one before is acknowledged: the
 * history and the closings are written and the standings are read; events that do not fit into a
 * sum are marked in the history, if there are any, so that no crash leaves them unmarked; the
 * standings are written; the positions are written. Between the rounds it is checked that nothing
 * got lost: a standing folded onto a row that lacks what Cassandra had acknowledged would be wrong
 * for good, because its own position then says that it holds everything.
 *
 * <p>What a crash of Cassandra takes back is found in two ways. The driver tells when a node goes
 * or comes ({@link Interruptions}). And the position that the batch before wrote last must still be
 * there: a node recovers a prefix of what it acknowledged, so if that is there, everything before
 * it is. Then the partition is resumed at the confirmed position, which no crash takes back.
 */
public final class CassandraProjection implements Projection {
  private final Supplier<Store> store;
  private final ProjectedLog log;
  private final StoreProperties properties;
  private final Interruptions interruptions;
  private final IgnoredEvents ignored;
  private final LongSupplier nanoClock;
  private final StoredProgress stored;
  private final Map<Integer, PartitionProgress> progress = new ConcurrentHashMap<>();
  // Read: the threads of the partitions, each with its own. Write: who looks at all of them.
  private final ReadWriteLock quiet = new ReentrantReadWriteLock();

  /**
   * @param store the tables; throws when they are not there yet
   * @param nanoClock monotonic
   */
  public CassandraProjection(
      Supplier<Store> store,
      ProjectedLog log,
      StoreProperties properties,
      Interruptions interruptions,
      IgnoredEvents ignored,
      LongSupplier nanoClock) {
    this.store = store;
    this.log = log;
    this.properties = properties;
    this.interruptions = interruptions;
    this.ignored = ignored;
    this.nanoClock = nanoClock;
    this.stored = new StoredProgress(log, properties, nanoClock);
  }

  @Override
  public Map<Integer, ResumePoint> resume(Collection<Integer> partitions) {
    quiet.readLock().lock();
    try {
      return resumeNow(partitions);
    } finally {
      quiet.readLock().unlock();
    }
  }

  private Map<Integer, ResumePoint> resumeNow(Collection<Integer> partitions) {
    Store tables = store.get();
    // Counted before the store is asked: an interruption meanwhile is then one too many.
    long interrupted = interruptions.count();
    tables.topic().bind(Topics.SCORE_EVENTS, log.topicId());
    stored.begin(
        tables,
        partitions,
        progress,
        interrupted,
        next -> {
          PartitionProgress before = progress.put(next.partition(), next);
          if (before != null) {
            before.lose();
          }
        });
    Map<Integer, ResumePoint> resumed = new HashMap<>();
    partitions.forEach(partition -> resumed.put(partition, progressOf(partition).next()));
    return resumed;
  }

  /** The partitions that are applied here. */
  public Collection<AppliedPartition> owned() {
    return List.copyOf(progress.values());
  }

  @Override
  public void apply(List<PartitionBatch> batches) {
    quiet.readLock().lock();
    try {
      applyNow(batches);
    } finally {
      quiet.readLock().unlock();
    }
  }

  private void applyNow(List<PartitionBatch> batches) {
    List<Work> all =
        batches.stream()
            .sorted(Comparator.comparingInt(PartitionBatch::partition))
            .map(batch -> new Work(batch, progressOf(batch.partition())))
            .toList();
    // In one order, though nobody else ever waits for two of them.
    all.forEach(work -> work.known().turn().lock());
    try {
      applyInTurn(all);
    } finally {
      all.forEach(work -> work.known().turn().unlock());
    }
  }

  private void applyInTurn(List<Work> all) {
    Store tables = store.get();
    Games games = log.games();
    StandingsFold fold = new StandingsFold(tables.standings(), ignored);
    Requests.Round first = tables.requests().round();
    List<Runnable> onceAcknowledged = new ArrayList<>();
    for (Work work : all) {
      PartitionProgress known = work.known();
      int partition = known.partition();
      FoldedRules rules = new FoldedRules(games, known.rules());
      List<EventEntry> events = work.batch().events();
      events.forEach(entry -> rules.add(partition, entry, fold));
      onceAcknowledged.add(
          tables
              .history()
              .send(
                  partition,
                  events,
                  known.historyKept(),
                  known.knownMonths(),
                  rules::isLate,
                  first));
      known.closing(work.batch().closings());
      tables.closings().send(ProjectionNames.BOARDS, partition, work.batch().closings(), first);
    }
    fold.sendReads(first);
    first.await();
    onceAcknowledged.forEach(Runnable::run);
    // Before anything is folded: the rows just read lack nothing.
    requireNothingLost(tables, all);

    fold.fold();
    if (!fold.outOfRange().isEmpty()) {
      Requests.Round marks = tables.requests().round();
      tables.history().sendOutOfRange(fold.outOfRange(), marks);
      marks.await();
    }
    Requests.Round second = tables.requests().round();
    fold.sendWrites(second);
    second.await();
    // Before a position is written: everything that it will stand for is there.
    requireNothingLost(tables, all);
    writePositions(tables, all);
  }

  @Override
  public void revoked(Collection<Integer> partitions) {
    quiet.readLock().lock();
    try {
      // What another owner writes meanwhile would not be noticed in all cases.
      for (int partition : partitions) {
        PartitionProgress former = progress.remove(partition);
        if (former != null) {
          former.lose();
        }
      }
    } finally {
      quiet.readLock().unlock();
    }
  }

  /**
   * Confirms what was applied, once it is certain, where no further batch does: a log that has
   * become quiet would otherwise never be confirmed to its end, and whoever goes on from what is
   * confirmed (the next process, a restore of Redis) would read more of it than needed, or more
   * than there is left. Returns at once while batches are applied.
   *
   * @throws RuntimeException when Cassandra is away; tried again
   */
  public void confirmWhileQuiet() {
    if (progress.values().stream().noneMatch(PartitionProgress::hasUnconfirmed)
        || !quiet.writeLock().tryLock()) {
      return;
    }
    try {
      confirmNow();
    } finally {
      quiet.writeLock().unlock();
    }
  }

  private void confirmNow() {
    Store tables = store.get();
    Map<PartitionProgress, Long> confirmed = new HashMap<>();
    for (PartitionProgress known : progress.values()) {
      known
          .confirmedWhileQuiet(nanoClock.getAsLong())
          .ifPresent(offset -> confirmed.put(known, offset));
    }
    if (confirmed.isEmpty()) {
      return;
    }
    boolean done = false;
    List<PartitionProgress> sent = new ArrayList<>();
    try {
      Map<Integer, ProjectionOffsets> stored =
          tables.positions().read(ProjectionNames.BOARDS, tables.requests());
      Requests.Round round = tables.requests().round();
      confirmed.forEach(
          (known, offset) -> {
            int partition = known.partition();
            ProjectionOffsets found = stored.getOrDefault(partition, ProjectionOffsets.NONE);
            // Otherwise something may be lost: the partition resumes, and all of it is confirmed
            // anew.
            if (known.holds(interruptions.count(), found)) {
              sendConfirmed(tables.positions(), partition, offset, round);
              sent.add(known);
            }
          });
      round.await();
      sent.forEach(known -> known.confirmationAcknowledged(nanoClock.getAsLong()));
      done = true;
    } finally {
      if (!done) {
        confirmed.keySet().forEach(PartitionProgress::confirmationFailed);
      }
    }
  }

  private PartitionProgress progressOf(int partition) {
    PartitionProgress known = progress.get(partition);
    if (known == null) {
      throw new PositionMovedException(
          "Partition %d was not resumed since it was revoked".formatted(partition));
    }
    return known;
  }

  private void requireNothingLost(Store tables, List<Work> all) {
    requireNoFillLost(tables, all);
    Map<Integer, ProjectionOffsets> stored =
        tables.positions().read(ProjectionNames.BOARDS, tables.requests());
    long interrupted = interruptions.count();
    for (Work work : all) {
      PartitionProgress known = work.known();
      ProjectionOffsets found =
          stored.getOrDefault(work.batch().partition(), ProjectionOffsets.NONE);
      if (known.isMissingIn(found)) {
        // Not only this partition has lost something.
        interruptions.somethingIsMissing();
      }
      known.require(interrupted, found);
    }
  }

  /**
   * What has joined was written by a fill, and the position of the boards may be older than that: a
   * crash may have taken back the one and not the other.
   */
  private void requireNoFillLost(Store tables, List<Work> all) {
    Map<PartitionProgress, Long> expected = new HashMap<>();
    for (Work work : all) {
      PartitionProgress known = work.known();
      if (known.mark().isYoung(properties.syncMargin(), nanoClock.getAsLong())) {
        expected.put(known, known.mark().last());
      }
    }
    if (expected.isEmpty()) {
      return;
    }
    Map<Integer, ProjectionOffsets> found =
        tables.positions().read(ProjectionNames.FILLS, tables.requests());
    expected.forEach(
        (known, mark) ->
            known
                .mark()
                .require(
                    mark,
                    found.getOrDefault(known.partition(), ProjectionOffsets.NONE),
                    known.partition(),
                    interruptions));
  }

  private void writePositions(Store tables, List<Work> all) {
    PositionsTable positions = tables.positions();
    long now = nanoClock.getAsLong();
    Requests.Round round = tables.requests().round();
    for (Work work : all) {
      int partition = work.batch().partition();
      long through = work.batch().through();
      work.known().applying(through);
      positions.sendApplied(ProjectionNames.BOARDS, partition, through, round);
      OptionalLong confirmed = work.known().confirmed(through, now);
      if (confirmed.isPresent()) {
        sendConfirmed(positions, partition, confirmed.getAsLong(), round);
      }
      List<ClosingEntry> superseded = work.known().supersededClosings(now);
      tables.closings().sendDeletions(ProjectionNames.BOARDS, partition, superseded, round);
    }
    round.await();
    all.forEach(work -> work.known().applied(work.batch().through(), nanoClock.getAsLong()));
  }

  private static void sendConfirmed(
      PositionsTable positions, int partition, long offset, Requests.Round round) {
    positions.sendConfirmed(ProjectionNames.BOARDS, partition, offset, round);
    positions.sendConfirmed(ProjectionNames.EVENTS, partition, offset, round);
  }

  private record Work(PartitionBatch batch, PartitionProgress known) {}
}
