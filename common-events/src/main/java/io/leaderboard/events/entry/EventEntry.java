package io.leaderboard.events.entry;

import io.leaderboard.events.score.ScoreEvent;

/**
 * An event where it stands in its partition, and what the records before it make of it.
 *
 * @param duplicate whether the same event stands within the duplicate window before it; it then
 *     counts on no board
 * @param closedThrough periods of its game that ended at or before this were closed by a record
 *     before it in its partition, milliseconds since 1970; {@link Long#MIN_VALUE} for none
 */
public record EventEntry(long offset, ScoreEvent event, boolean duplicate, long closedThrough)
    implements LogEntry {
  @Override
  public void accept(Visitor visitor) {
    visitor.event(this);
  }
}
