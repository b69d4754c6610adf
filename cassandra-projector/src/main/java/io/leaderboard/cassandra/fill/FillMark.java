package io.leaderboard.cassandra.fill;

import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.projection.PositionMovedException;
import java.time.Duration;
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
  private volatile long writtenNanos;

  /** Writes the next one. */
  void write(Store store, Requests requests, int partition, long nowNanos) {
    Requests.Round round = requests.round();
    long next = Math.max(owner, sent) + 1;
    // Not again, if nobody learns whether it arrived.
    sent = next;
    store.positions().sendMark(ProjectionNames.FILLS, partition, next, round);
    round.await();
    writtenNanos = nowNanos;
    last = next;
  }

  /** The last one that was acknowledged, 0 for none. */
  public long last() {
    return last;
  }

  /**
   * Whether a crash may still take back what was written before it.
   *
   * @param nowNanos of the clock that fills go by
   */
  public boolean isYoung(Duration syncMargin, long nowNanos) {
    return last != 0 && nowNanos - writtenNanos <= syncMargin.toNanos();
  }

  /** As {@link #require(long, ProjectionOffsets, int, Interruptions)}, with what is stored now. */
  void require(Store store, Requests requests, int partition, Interruptions interruptions) {
    long expected = last;
    if (expected != 0) {
      ProjectionOffsets found =
          store
              .positions()
              .read(ProjectionNames.FILLS, requests)
              .getOrDefault(partition, ProjectionOffsets.NONE);
      require(expected, found, partition, interruptions);
    }
  }

  /**
   * Nothing if it is there, or a later one.
   *
   * @param expected {@link #last}, from before the store was asked: a fill may write the next one
   *     meanwhile
   * @throws PositionMovedException when something that was acknowledged is missing, or another
   *     owner is at work; told to {@code interruptions}, so that all partitions are resumed
   */
  public void require(
      long expected, ProjectionOffsets found, int partition, Interruptions interruptions) {
    long mark = found.applied();
    boolean isOwn = (mark >> 32) == (owner >> 32);
    if (expected == 0 || (isOwn && mark >= expected)) {
      return;
    }
    // Also when it is another's: a former owner's fill that was at work a moment ago. What joined
    // here would have to be looked after by a mark that is gone; resuming fills it again.
    interruptions.somethingIsMissing();
    throw new PositionMovedException(
        "Partition %d: the last mark of its fill is %d, not %d"
            .formatted(partition, mark, expected));
  }
}
