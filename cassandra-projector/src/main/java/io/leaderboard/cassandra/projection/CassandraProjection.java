package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.position.Positions;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.StoredPosition;
import io.leaderboard.cassandra.standing.IgnoredEvents;
import io.leaderboard.cassandra.standing.KeptStandings;
import io.leaderboard.cassandra.standing.RulesInForce;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.store.StoreProperties;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.LoggedClosing;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import java.util.ArrayList;
import java.util.Collection;
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
 * <p>A batch is applied in three rounds of requests, each begun when the one before is
 * acknowledged: the history and the closings are written and the standings are read; the standings
 * are written; the positions are written. Between the rounds it is checked that nothing got lost: a
 * standing folded onto a row that lacks what Cassandra had acknowledged would be wrong for good,
 * because its own position then says that it holds everything.
 *
 * <p>What a crash of Cassandra takes back is found in two ways. The driver tells when a node goes
 * or comes ({@link Interruptions}). And the position that the batch before wrote last must still be
 * there: a node recovers a prefix of what it acknowledged, so if that is there, everything before
 * it is. Then the partition is resumed at the confirmed position, which no crash takes back.
 */
public final class CassandraProjection implements Projection {
  /** How many epochs back another one's positions are looked for. */
  private static final int EPOCHS_LOOKED_BACK = 8;

  private final Supplier<Store> store;
  private final ProjectedLog log;
  private final StoreProperties properties;
  private final Interruptions interruptions;
  private final IgnoredEvents ignored;
  private final LongSupplier nanoClock;
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
    int epoch = log.games().epoch();
    tables.topic().bind(Topics.SCORE_EVENTS, log.topicId());
    Requests requests = tables.requests();
    Positions positions = tables.positions();
    Map<Integer, StoredPosition> history = positions.read(ProjectionNames.HISTORY, requests);
    Map<Integer, StoredPosition> standings =
        positions.read(ProjectionNames.standings(epoch), requests);
    EarlierEpoch earlier = EarlierEpoch.before(epoch, positions, requests);
    List<Integer> anew = new ArrayList<>();
    for (int partition : partitions) {
      // After a mere failure (a time-out, an overload) nothing is lost: going back to the confirmed
      // position each time would never get ahead of a Cassandra that is slow for long.
      PartitionProgress known = progress.get(partition);
      StoredPosition stored = standings.getOrDefault(partition, StoredPosition.NONE);
      if (known == null || !known.stillHolds(epoch, interrupted, stored)) {
        anew.add(partition);
      }
    }
    // Read after the positions, which are written after the closings that they stand for.
    tables
        .closings()
        .read(ProjectionNames.standings(epoch), anew, requests)
        .forEach(
            (partition, closings) -> {
              StoredPosition stored = standings.getOrDefault(partition, StoredPosition.NONE);
              progress.put(
                  partition,
                  new PartitionProgress(
                      partition,
                      epoch,
                      interrupted,
                      history.getOrDefault(partition, StoredPosition.NONE),
                      stored,
                      earlier.kept(partition, stored),
                      closings,
                      properties.knownMonths(),
                      properties.syncMargin()));
            });
    Map<Integer, ResumePoint> resumed = new HashMap<>();
    partitions.forEach(partition -> resumed.put(partition, progressOf(partition).next()));
    return resumed;
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
    Store tables = store.get();
    Games games = log.games();
    List<Work> all =
        batches.stream().map(batch -> new Work(batch, progressOf(batch.partition()))).toList();
    RulesInForce rules = new RulesInForce(games, games.epoch());
    StandingsFold fold = new StandingsFold(tables.standings(), rules, ignored);
    all.forEach(work -> fold.add(work.batch(), work.known().standingsKept()));

    Requests.Round first = tables.requests().round();
    fold.sendReads(first);
    List<Runnable> onceAcknowledged = new ArrayList<>();
    for (Work work : all) {
      PartitionProgress known = work.known();
      onceAcknowledged.add(
          tables
              .history()
              .send(
                  work.batch(),
                  known.historyKept(),
                  known.knownMonths(),
                  rules::isLateForSomeBoard,
                  first));
      known.closing(work.batch().closings());
      tables
          .closings()
          .send(
              ProjectionNames.standings(known.epoch()),
              work.batch().partition(),
              work.batch().closings(),
              first);
    }
    first.await();
    onceAcknowledged.forEach(Runnable::run);
    // Before anything is folded: the rows just read lack nothing.
    requireNothingLost(tables, games.epoch(), all);

    Requests.Round second = tables.requests().round();
    fold.sendWrites(second);
    second.await();
    // Before a position is written: everything that it will stand for is there.
    requireNothingLost(tables, games.epoch(), all);
    writePositions(tables, games.epoch(), all);
  }

  @Override
  public void revoked(Collection<Integer> partitions) {
    quiet.readLock().lock();
    try {
      // What another owner writes meanwhile would not be noticed in all cases.
      partitions.forEach(progress::remove);
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
      confirmNow(log.games().epoch());
    } finally {
      quiet.writeLock().unlock();
    }
  }

  private void confirmNow(int epoch) {
    Store tables = store.get();
    String standings = ProjectionNames.standings(epoch);
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
      Map<Integer, StoredPosition> stored = tables.positions().read(standings, tables.requests());
      Requests.Round round = tables.requests().round();
      confirmed.forEach(
          (known, offset) -> {
            int partition = known.partition();
            StoredPosition found = stored.getOrDefault(partition, StoredPosition.NONE);
            // Otherwise something may be lost: the partition resumes, and all of it is confirmed
            // anew.
            if (known.holds(epoch, interruptions.count(), found)) {
              tables.positions().sendConfirmed(standings, partition, offset, round);
              tables.positions().sendConfirmed(ProjectionNames.HISTORY, partition, offset, round);
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

  private void requireNothingLost(Store tables, int epoch, List<Work> all) {
    Map<Integer, StoredPosition> stored =
        tables.positions().read(ProjectionNames.standings(epoch), tables.requests());
    long interrupted = interruptions.count();
    for (Work work : all) {
      PartitionProgress known = work.known();
      StoredPosition found = stored.getOrDefault(work.batch().partition(), StoredPosition.NONE);
      if (known.epoch() == epoch && known.isMissingIn(found)) {
        // Not only this partition has lost something.
        interruptions.somethingIsMissing();
      }
      known.require(epoch, interrupted, found);
    }
  }

  private void writePositions(Store tables, int epoch, List<Work> all) {
    Positions positions = tables.positions();
    String standings = ProjectionNames.standings(epoch);
    long now = nanoClock.getAsLong();
    Requests.Round round = tables.requests().round();
    for (Work work : all) {
      int partition = work.batch().partition();
      long through = work.batch().through();
      work.known().applying(through);
      positions.sendApplied(standings, partition, through, round);
      OptionalLong confirmed = work.known().confirmed(through, now);
      if (confirmed.isPresent()) {
        long offset = confirmed.getAsLong();
        positions.sendConfirmed(standings, partition, offset, round);
        positions.sendConfirmed(ProjectionNames.HISTORY, partition, offset, round);
      }
      List<LoggedClosing> superseded = work.known().supersededClosings(now);
      tables.closings().sendDeletions(standings, partition, superseded, round);
    }
    round.await();
    all.forEach(work -> work.known().applied(work.batch().through(), nanoClock.getAsLong()));
  }

  private record Work(PartitionBatch batch, PartitionProgress known) {}

  /** The latest epoch before the current one that has positions. */
  private record EarlierEpoch(int epoch, Map<Integer, StoredPosition> positions) {
    static EarlierEpoch before(int current, Positions positions, Requests requests) {
      for (int epoch = current - 1; epoch >= Math.max(0, current - EPOCHS_LOOKED_BACK); epoch--) {
        Map<Integer, StoredPosition> found =
            positions.read(ProjectionNames.standings(epoch), requests);
        if (!found.isEmpty()) {
          return new EarlierEpoch(epoch, found);
        }
      }
      return new EarlierEpoch(0, Map.of());
    }

    KeptStandings kept(int partition, StoredPosition current) {
      long through = positions.getOrDefault(partition, StoredPosition.NONE).confirmed();
      return new KeptStandings(current.confirmed(), epoch, through);
    }
  }
}
