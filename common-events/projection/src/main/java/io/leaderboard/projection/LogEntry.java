package io.leaderboard.projection;

import io.leaderboard.events.period.Period;
import io.leaderboard.events.score.ScoreEvent;

/**
 * An event where it stands in its partition.
 *
 * @param offset its offset
 * @param duplicate whether the same event stands within the duplicate window before it; it then
 *     counts on no board
 * @param closedThrough periods of its game that ended at or before this were closed by a record
 *     before it in its partition, milliseconds since 1970; {@link Long#MIN_VALUE} for none
 */
public record LogEntry(long offset, ScoreEvent event, boolean duplicate, long closedThrough) {
  /**
   * Whether it came too late for a period: then it counts in history and on boards whose period is
   * open, and not in this one.
   *
   * @param closedFromStart the game's {@code Game.closedFromStart}
   */
  public boolean isLateFor(Period period, long closedFromStart) {
    return period.end() <= Math.max(closedThrough, closedFromStart);
  }
}
