package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.position.Confirmations;
import io.leaderboard.cassandra.standing.StandingsFold;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.projection.PositionMovedException;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Writes what a fill has folded, as the owner of the partition writes what it folds: onto the rows
 * that are stored, guarded by their offsets, and only while nothing is missing that was
 * acknowledged. So it does not matter that both may write a row, or that a former owner's fill is
 * still at work: whoever writes a row with an offset writes the same. Belongs to the fill's thread.
 */
final class FillWriter {
  private final AppliedPartition owner;
  private final Store store;
  private final Requests requests;
  private final Interruptions interruptions;
  private final long interrupted;
  private final LongSupplier nanoClock;
  private final Confirmations confirmations;
  private final long marginNanos;
  private long storedNanos;

  FillWriter(
      AppliedPartition owner,
      Store store,
      Interruptions interruptions,
      Duration syncMargin,
      LongSupplier nanoClock) {
    this.owner = owner;
    this.store = store;
    this.requests = store.background();
    this.interruptions = interruptions;
    this.interrupted = interruptions.count();
    this.nanoClock = nanoClock;
    this.confirmations = new Confirmations(syncMargin);
    this.marginNanos = syncMargin.toNanos();
    this.storedNanos = nanoClock.getAsLong();
  }

  Store store() {
    return store;
  }

  Requests requests() {
    return requests;
  }

  /** Nothing that a former owner says of these games' rules counts any more. */
  void begin(Collection<FillingGame> games) {
    Requests.Round round = requests.round();
    for (FillingGame game : games) {
      store
          .gameRules()
          .sendIncomplete(
              owner.partition(), game.gameId(), game.version(), owner.rules().number(), round);
    }
    round.await();
  }

  StandingsFold fold() {
    // What does not count is counted by the owner, once.
    return new StandingsFold(store.standings());
  }

  /**
   * Writes a fold. On return everything was acknowledged.
   *
   * @throws PositionMovedException when something is missing, or the partition was resumed anew
   */
  void write(StandingsFold fold) {
    if (fold.rows() == 0) {
      return;
    }
    Requests.Round reads = requests.round();
    fold.sendReads(reads);
    reads.await();
    // Before anything is folded: the rows just read lack nothing.
    requireNothingLost();
    fold.fold();
    Requests.Round writes = requests.round();
    fold.sendWrites(writes);
    writes.await();
    requireNothingLost();
    owner.mark().write(store, requests, owner.partition(), nanoClock.getAsLong());
  }

  /**
   * The games hold everything up to {@code offset}, all of it acknowledged; from time to time, what
   * of that is certainly kept is stored: as often as the margin is long, because there may be very
   * many of them.
   */
  void acknowledged(long offset, Collection<FillingGame> games) {
    long now = nanoClock.getAsLong();
    confirmations.acknowledged(offset, now);
    if (now - storedNanos < marginNanos) {
      return;
    }
    OptionalLong confirmed = confirmations.confirmed(now);
    if (confirmed.isEmpty()) {
      return;
    }
    // What was written before it is still there, and so nothing was taken back meanwhile.
    requireNothingLost();
    Requests.Round round = requests.round();
    for (FillingGame game : games) {
      if (game.next() > confirmed.getAsLong()) {
        store
            .gameRules()
            .sendConfirmed(
                owner.partition(), game.gameId(), game.version(), confirmed.getAsLong(), round);
      }
    }
    round.await();
    for (FillingGame game : games) {
      if (game.next() > confirmed.getAsLong()) {
        owner.rules().confirmed(game.gameId(), game.version(), confirmed.getAsLong());
      }
    }
    storedNanos = now;
  }

  private void requireNothingLost() {
    if (owner.isLost() || interruptions.count() != interrupted) {
      throw new PositionMovedException(
          "Partition %d was resumed, or has to be, since its fill began"
              .formatted(owner.partition()));
    }
    owner.mark().require(store, requests, owner.partition(), interruptions);
  }
}
