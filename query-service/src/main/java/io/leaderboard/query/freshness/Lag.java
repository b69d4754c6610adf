package io.leaderboard.query.freshness;

import io.leaderboard.log.LogEnds;
import io.leaderboard.query.log.LogEndNow;
import io.leaderboard.query.position.AppliedPositions;
import java.time.Duration;

/** How far positions are behind the log. Thread-safe. */
public final class Lag {
  /**
   * Kafka is asked every 500 ms: when it has not answered for this long, where the log ends is not
   * known, and the time since then counts as lag, so that it grows instead of looking like none.
   */
  private static final Duration TOLERATED_SILENCE = Duration.ofSeconds(2);

  private final LogEnds ends;
  private final LogEndNow now;

  Lag(LogEnds ends, LogEndNow now) {
    this.ends = ends;
    this.now = now;
  }

  /**
   * For how long the log has held a record that is not applied, in milliseconds.
   *
   * @param partitions how many the log has
   */
  public long millis(AppliedPositions applied, int partitions) {
    long lag = 0;
    boolean known = true;
    for (int partition = 0; partition < partitions; partition++) {
      var behind = ends.lagMillis(partition, applied.next(partition));
      known &= behind.isPresent();
      lag = Math.max(lag, behind.orElse(0));
    }
    Duration silence = now.silence();
    return known && silence.compareTo(TOLERATED_SILENCE) < 0
        ? lag
        : Math.max(lag, silence.toMillis());
  }
}
