package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import io.leaderboard.projection.ResumePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** An owner of all partitions of a log in memory. */
final class LogReplay {
  private final Map<Integer, List<LogRecord>> partitions = new TreeMap<>();
  private final Set<LogRecord> duplicates = new HashSet<>();
  private final Map<Integer, ResumePoint> next = new TreeMap<>();

  LogReplay(List<LogRecord> log, int window) {
    Map<Integer, DuplicateFilter> filters = new TreeMap<>();
    for (LogRecord record : log) {
      partitions.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record);
      if (record.record() instanceof ScoreEvent event
          && filters
              .computeIfAbsent(record.partition(), p -> new DuplicateFilter(window))
              .isDuplicate(record.offset(), event)) {
        duplicates.add(record);
      }
    }
  }

  /** Where to go on, as the store says. That it knows what is closed there is checked. */
  Map<Integer, Long> resume(Projection projection) {
    Map<Integer, Long> resumed = new TreeMap<>();
    projection
        .resume(partitions.keySet())
        .forEach(
            (partition, point) -> {
              assertThat(point.closedThrough())
                  .as("what is closed before %d:%d", partition, point.offset())
                  .isEqualTo(closedBefore(partition, point.offset()));
              resumed.put(partition, point.offset());
              next.put(partition, point);
            });
    return resumed;
  }

  boolean hasMore() {
    return !batches(() -> 1).isEmpty();
  }

  /** The next batches; applying them is up to the test. */
  List<PartitionBatch> batches(IntSupplier size) {
    List<PartitionBatch> batches = new ArrayList<>();
    partitions.forEach(
        (partition, records) -> {
          ResumePoint from = next.getOrDefault(partition, ResumePoint.START);
          List<LogRecord> polled =
              records.stream()
                  .filter(record -> record.offset() >= from.offset())
                  .limit(size.getAsInt())
                  .toList();
          if (!polled.isEmpty()) {
            batches.add(batch(partition, polled, from));
          }
        });
    return batches;
  }

  void apply(Projection projection, List<PartitionBatch> batches) {
    if (!batches.isEmpty()) {
      projection.apply(batches);
      for (PartitionBatch batch : batches) {
        long offset = batch.through() + 1;
        next.put(
            batch.partition(), new ResumePoint(offset, closedBefore(batch.partition(), offset)));
      }
    }
  }

  void resumeAndApplyAll(Projection projection, IntSupplier size) {
    resume(projection);
    while (hasMore()) {
      apply(projection, batches(size));
    }
  }

  private PartitionBatch batch(int partition, List<LogRecord> polled, ResumePoint from) {
    Map<String, Long> closed = new HashMap<>(from.closedThrough());
    List<LogEntry> entries = new ArrayList<>();
    for (LogRecord record : polled) {
      if (record.record() instanceof ScoreEvent event) {
        long through = closed.getOrDefault(event.gameId(), Long.MIN_VALUE);
        entries.add(new EventEntry(record.offset(), event, duplicates.contains(record), through));
      } else if (record.record() instanceof PeriodsClosed closing
          && closing.through() > closed.getOrDefault(closing.gameId(), Long.MIN_VALUE)) {
        closed.put(closing.gameId(), closing.through());
        entries.add(new ClosingEntry(record.offset(), closing.gameId(), closing.through()));
      }
    }
    return new PartitionBatch(partition, entries, polled.get(polled.size() - 1).offset());
  }

  private Map<String, Long> closedBefore(int partition, long offset) {
    Map<String, Long> closed = new HashMap<>();
    for (LogRecord record : partitions.getOrDefault(partition, List.of())) {
      if (record.offset() < offset && record.record() instanceof PeriodsClosed closing) {
        closed.merge(closing.gameId(), closing.through(), Math::max);
      }
    }
    return closed;
  }
}
