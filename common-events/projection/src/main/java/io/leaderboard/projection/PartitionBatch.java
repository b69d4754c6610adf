package io.leaderboard.projection;

import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import java.util.List;

/**
 * The next records of one partition.
 *
 * @param entries what of them means something, with ascending offsets, none above {@code through};
 *     may be empty
 * @param through the last offset the batch stands for, inclusive: once everything is applied, the
 *     partition's position is this
 */
public record PartitionBatch(int partition, List<LogEntry> entries, long through) {
  /** Its events, in order. */
  public List<EventEntry> events() {
    return of(EventEntry.class);
  }

  /** Its closings, in order. */
  public List<ClosingEntry> closings() {
    return of(ClosingEntry.class);
  }

  private <E extends LogEntry> List<E> of(Class<E> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
