package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.fill.AppliedPartition;
import io.leaderboard.cassandra.fill.FillMark;
import io.leaderboard.cassandra.history.KnownMonths;
import io.leaderboard.cassandra.position.Confirmations;
import io.leaderboard.cassandra.position.KnownClosings;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.rules.PartitionRules;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.ResumePoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is remembered of one partition from one resume to the next. All of it holds only as long as
 * Cassandra has lost nothing and nobody else writes; {@link #require} tells.
 *
 * <p>Belongs to the partition's thread, but for what {@link AppliedPartition} says.
 */
final class PartitionProgress implements AppliedPartition {
  private final int partition;
  private final long interruptions;
  private final long resumedAt;
  private final long historyKept;
  private final PartitionRules rules;
  private final FillMark mark = new FillMark();
  private final ReentrantLock turn = new ReentrantLock();
  private final KnownMonths knownMonths;
  private final Confirmations confirmations;
  private final KnownClosings closings;
  // Which confirmed positions are certain themselves: nobody resumes before them again.
  private final Confirmations certain;
  // The last offset that this owner applied, and the one that is stored: when it begins with what a
  // former owner had applied already, the stored one stays ahead for a while.
  private volatile long applied;
  private volatile long stored;
  private volatile boolean lost;
  // The position that was sent last, acknowledged or not.
  private long sent = -1;
  private long confirmedSent = -1;
  // What is confirmed, or about to be.
  private long confirmedThrough;

  /**
   * @param interruptions how many there had been before the store was asked
   * @param history the stored position of the history
   * @param standings the stored position of the standings
   * @param rules under which rules they are folded
   */
  PartitionProgress(
      int partition,
      long interruptions,
      ProjectionOffsets history,
      ProjectionOffsets standings,
      PartitionRules rules,
      KnownClosings closings,
      int knownMonths,
      Duration syncMargin) {
    this.partition = partition;
    this.interruptions = interruptions;
    this.resumedAt = Math.min(history.confirmed(), standings.confirmed()) + 1;
    this.historyKept = history.confirmed();
    this.rules = rules;
    this.knownMonths = new KnownMonths(knownMonths);
    this.confirmations = new Confirmations(syncMargin);
    this.closings = closings;
    this.certain = new Confirmations(syncMargin);
    this.applied = resumedAt - 1;
    this.confirmedThrough = applied;
    this.stored = standings.applied();
  }

  /** The first offset that is not applied, and what is closed before it. */
  ResumePoint next() {
    return new ResumePoint(applied + 1, closings.before(applied + 1));
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  /** Nothing that is remembered holds any more. */
  void lose() {
    lost = true;
  }

  @Override
  public long applied() {
    return applied;
  }

  @Override
  public PartitionRules rules() {
    return rules;
  }

  @Override
  public FillMark mark() {
    return mark;
  }

  /** Whose turn it is: who applies, or who changes the rules between two batches. */
  ReentrantLock turn() {
    return turn;
  }

  @Override
  public <T> T atRest(Supplier<T> action) {
    turn.lock();
    try {
      return action.get();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Map<String, Long> closedThrough() {
    return closings.before(applied + 1);
  }

  @Override
  public boolean isClosedEver(String gameId) {
    return closings.concern(gameId);
  }

  long historyKept() {
    return historyKept;
  }

  KnownMonths knownMonths() {
    return knownMonths;
  }

  /**
   * Whether everything remembered still holds after a failure. A position that was sent and not
   * acknowledged may be there, and then everything that it stands for is.
   */
  boolean stillHolds(long currentInterruptions, ProjectionOffsets found) {
    if (found.applied() == sent && sent > stored) {
      applied(sent);
    }
    return holds(currentInterruptions, found);
  }

  @Override
  public boolean holds(long currentInterruptions, ProjectionOffsets found) {
    return interruptions == currentInterruptions && stored == found.applied();
  }

  /** Whether something that was acknowledged is not there any more. */
  boolean isMissingIn(ProjectionOffsets found) {
    return found.applied() < stored;
  }

  /**
   * @throws PositionMovedException when something remembered does not hold any more
   */
  void require(long currentInterruptions, ProjectionOffsets found) {
    if (!holds(currentInterruptions, found)) {
      String why =
          interruptions != currentInterruptions
              ? "Cassandra was interrupted and may have lost what it acknowledged (interruption "
                  + currentInterruptions
                  + ")"
              : "Cassandra holds it up to %d, not %d".formatted(found.applied(), stored);
      throw new PositionMovedException("Partition %d: %s".formatted(partition, why));
    }
  }

  /** Everything up to {@code through} has been acknowledged, its position not yet. */
  OptionalLong confirmed(long through, long nowNanos) {
    confirmations.acknowledged(through, nowNanos);
    return confirmed(nowNanos);
  }

  /**
   * What has become certain since the last batch, when no other follows. Everything up to the last
   * one that was applied has been acknowledged.
   */
  OptionalLong confirmedWhileQuiet(long nowNanos) {
    if (applied > confirmedThrough && applied > confirmations.pending()) {
      confirmations.acknowledged(applied, nowNanos);
    }
    return confirmed(nowNanos);
  }

  private OptionalLong confirmed(long nowNanos) {
    OptionalLong confirmed = confirmations.confirmed(nowNanos);
    confirmed.ifPresent(
        offset -> {
          confirmedSent = offset;
          confirmedThrough = offset;
        });
    return confirmed;
  }

  /** A confirmed position was acknowledged without a batch. */
  void confirmationAcknowledged(long nowNanos) {
    certain.acknowledged(confirmedSent, nowNanos);
  }

  /** A confirmed position was sent and not acknowledged: it is to be sent again. */
  void confirmationFailed() {
    confirmedThrough = -1;
  }

  /** Whether something that is applied is still to be confirmed. */
  boolean hasUnconfirmed() {
    return applied > confirmedThrough;
  }

  /** These closings are about to be sent. Resuming before them leaves them out. */
  void closing(List<ClosingEntry> sentNow) {
    sentNow.forEach(closings::add);
  }

  /** Forgets the closings that nobody needs any more, and tells which. */
  List<ClosingEntry> supersededClosings(long nowNanos) {
    OptionalLong kept = certain.confirmed(nowNanos);
    return kept.isPresent() ? closings.forgetSuperseded(kept.getAsLong()) : List.of();
  }

  /** The position {@code through} is about to be sent. */
  void applying(long through) {
    sent = Math.max(sent, through);
  }

  /** Everything up to {@code through}, and the positions sent, have been acknowledged. */
  void applied(long through, long nowNanos) {
    if (confirmedSent >= 0) {
      certain.acknowledged(confirmedSent, nowNanos);
    }
    applied(through);
  }

  private void applied(long through) {
    applied = Math.max(applied, through);
    stored = Math.max(stored, through);
  }
}
