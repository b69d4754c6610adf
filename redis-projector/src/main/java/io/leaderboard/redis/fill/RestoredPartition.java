package io.leaderboard.redis.fill;

import io.leaderboard.events.game.Games;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.redis.apply.GenerationRestore;
import io.leaderboard.redis.apply.OwnedPartition;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.RestoreProgress;
import io.leaderboard.redis.standings.StandingsReader;
import io.leaderboard.redis.standings.StoredStanding;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition that a scan brings standings to, from one ownership to the next. Everything but
 * {@link #cancel} belongs to the scan's thread.
 */
final class RestoredPartition {
  private static final Logger LOG = LoggerFactory.getLogger(RestoredPartition.class);

  private final OwnedPartition owned;
  private final FillTarget target;
  private final RestoreProgress progress;
  private final GenerationRestore restore;
  private final Runnable whenRestored;
  private BitSet scanned;
  private volatile boolean over;

  /**
   * @param whenRestored run when it holds all standings
   */
  RestoredPartition(OwnedPartition owned, FillTarget target, Runnable whenRestored) {
    this.owned = owned;
    this.target = target;
    this.progress = owned.restores();
    this.restore = owned.restore(target);
    this.whenRestored = whenRestored;
    this.scanned = scannedSoFar();
  }

  /** Nothing more is brought to it; from any thread. */
  void cancel() {
    over = true;
  }

  /** Whether it is restored, or somebody else's. */
  boolean isOver() {
    return over;
  }

  int partition() {
    return owned.partition();
  }

  /** Whether a part of the scan is still to come. */
  boolean needs(int part) {
    return !over && !scanned.get(part);
  }

  void add(StoredStanding row, Games games) {
    whileOwned(
        () ->
            restore.add(
                games,
                row.gameId(),
                row.boardId(),
                row.rules(),
                row.period(),
                row.userId(),
                row.standing(),
                row.offset()));
  }

  /** Ends it when nothing is missing: a former owner may have been about to. */
  void settle() {
    if (!over && scanned.cardinality() == StandingsReader.PARTS) {
      end();
    }
  }

  /** A part of the scan has given everything. */
  void scanned(int part) {
    whileOwned(
        () -> {
          restore.flush();
          if (!progress.markScanned(target, owned.partition(), owned.token(), part)) {
            cancel();
          }
        });
    scanned.set(part);
    settle();
  }

  /** Forgets what was not written, because the part is begun anew. */
  void drop() {
    restore.drop();
  }

  private void end() {
    long position = positions().followedFrom(owned.partition());
    switch (progress.endRestore(
        target, owned.partition(), owned.token(), StandingsReader.PARTS, position)) {
      case RESTORED -> {
        over = true;
        LOG.info("Partition {} of {} holds the scanned standings", owned.partition(), target);
        whenRestored.run();
      }
      // Redis was set back: what it still knows of is what it still has.
      case INCOMPLETE -> scanned = scannedSoFar();
      case OWNED_ELSEWHERE -> over = true;
    }
  }

  private BitSet scannedSoFar() {
    return progress.scanned(target, owned.partition(), positions(), StandingsReader.PARTS);
  }

  private BucketPositions positions() {
    return owned.positions(target);
  }

  private void whileOwned(Runnable action) {
    try {
      if (!over) {
        action.run();
      }
    } catch (PositionMovedException e) {
      LOG.info("{}", e.getMessage());
      over = true;
    }
  }
}
