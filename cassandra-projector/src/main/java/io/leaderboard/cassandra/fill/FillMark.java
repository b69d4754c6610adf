package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.StoredPosition;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.projection.PositionMovedException;
import java.util.Random;

/**
 * What a fill of one partition writes last, after everything else was acknowledged: while it is
 * there, so is all that was written before it, because a node recovers a prefix of what it
 * acknowledged. The position of the boards does not tell: in a quiet partition it is older than
 * what a fill has written. Each mark is another, so that an earlier one is not taken for it.
 * Written by one fill at a time; looked for by any thread.
 */
public final class FillMark {
  // The owner in the upper half: a mark of another one is no loss.
  private final long owner = (long) new Random().nextInt(1, Integer.MAX_VALUE) << 32;
  private volatile long sent;
  private volatile long last;

  /** Writes the next one. */
  void write(Store store, Requests requests, int partition) {
    Requests.Round round = requests.round();
    long next = Math.max(owner, sent) + 1;
    // Not again, if nobody learns whether it arrived.
    sent = next;
    store.positions().sendMark(ProjectionNames.FILLS, partition, next, round);
    round.await();
    last = next;
  }

  /**
   * Nothing if nothing was written yet.
   *
   * @throws PositionMovedException when something that was acknowledged is missing, which is told
   *     to {@code interruptions}, or another owner is at work
   */
  void require(Store store, Requests requests, int partition, Interruptions interruptions) {
    // Before the store is asked: a fill may write the next one meanwhile.
    long expected = last;
    if (expected == 0) {
      return;
    }
    long found =
        store
            .positions()
            .read(ProjectionNames.FILLS, requests)
            .getOrDefault(partition, StoredPosition.NONE)
            .applied();
    boolean isOwn = (found >> 32) == (owner >> 32);
    if (isOwn && found >= expected) {
      return;
    }
    if (isOwn || found < 0) {
      interruptions.somethingIsMissing();
    }
    throw new PositionMovedException(
        "Partition %d: the last mark of its fill is %d, not %d"
            .formatted(partition, found, expected));
  }
}
