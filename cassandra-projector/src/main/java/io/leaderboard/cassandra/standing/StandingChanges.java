package io.leaderboard.cassandra.standing;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.standing.BoardRules;
import io.leaderboard.events.standing.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch brings to one standing, and the row it is folded onto. The row comes from a thread
 * of the driver and is used after its round was awaited; everything else belongs to one thread.
 */
final class StandingChanges {
  private record Change(long offset, long value, long occurredAt) {}

  /** Is told which events do not count because they do not fit. */
  @FunctionalInterface
  interface Unfit {
    void at(StandingKey key, long offset, long occurredAt);
  }

  private final StandingKey key;
  private final int partition;
  private final BoardRules rules;
  private final List<Change> changes = new ArrayList<>(2);
  private volatile StandingRow row = StandingRow.NONE;

  StandingChanges(StandingKey key, int partition, BoardRules rules) {
    this.key = key;
    this.partition = partition;
    this.rules = rules;
  }

  StandingKey key() {
    return key;
  }

  int partition() {
    return partition;
  }

  /** Whether the board's standings may be decided at another moment than they were reached. */
  boolean decides() {
    Aggregation aggregation = rules.board().aggregation();
    return aggregation == Aggregation.SUM || aggregation == Aggregation.LAST;
  }

  void add(long offset, long value, long occurredAt) {
    changes.add(new Change(offset, value, occurredAt));
  }

  void found(StandingRow stored) {
    row = stored;
  }

  /**
   * Folds the changes that the row does not hold yet onto it.
   *
   * @return the row to write, null when it stays as it is
   */
  @Nullable StandingRow fold(Unfit unfit) {
    StandingRow before = row;
    Standing standing = before.standing();
    long offset = before.offset();
    for (Change change : changes) {
      // The guard: what the row holds is not folded again, however often it is delivered.
      if (change.offset() <= before.offset()) {
        continue;
      }
      if (rules.fits(standing, change.value())) {
        standing = rules.fold(standing, change.value(), change.occurredAt());
      } else {
        unfit.at(key, change.offset(), change.occurredAt());
      }
      offset = change.offset();
    }
    // An event that changes nothing needs no write: folded again, it changes nothing again.
    return standing == null || standing.equals(before.standing())
        ? null
        : new StandingRow(standing, offset);
  }
}
