package io.leaderboard.cassandra.projection;

import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.projection.LogEntry;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** An owner of all partitions of a log in memory. */
final class LogReplay {
  private record Placed(long offset, List<LogEntry> entry) {}

  private final Map<Integer, List<Placed>> partitions = new TreeMap<>();
  private final Map<Integer, Long> next = new TreeMap<>();

  LogReplay(List<LogRecord> log, int window) {
    Map<Integer, DuplicateFilter> filters = new TreeMap<>();
    for (LogRecord record : log) {
      List<LogEntry> entry =
          record.record() instanceof ScoreEvent event
              ? List.of(
                  new LogEntry(
                      record.offset(),
                      event,
                      filters
                          .computeIfAbsent(record.partition(), p -> new DuplicateFilter(window))
                          .isDuplicate(record.offset(), event),
                      Long.MIN_VALUE))
              : List.of();
      partitions
          .computeIfAbsent(record.partition(), p -> new ArrayList<>())
          .add(new Placed(record.offset(), entry));
    }
  }

  Map<Integer, Long> resume(Projection projection) {
    Map<Integer, Long> resumed = new TreeMap<>();
    projection
        .resume(partitions.keySet())
        .forEach((partition, point) -> resumed.put(partition, point.offset()));
    next.putAll(resumed);
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
          long from = next.getOrDefault(partition, 0L);
          List<Placed> polled =
              records.stream()
                  .filter(record -> record.offset() >= from)
                  .limit(size.getAsInt())
                  .toList();
          if (!polled.isEmpty()) {
            batches.add(
                new PartitionBatch(
                    partition,
                    polled.stream().flatMap(record -> record.entry().stream()).toList(),
                    List.of(),
                    polled.get(polled.size() - 1).offset()));
          }
        });
    return batches;
  }

  void apply(Projection projection, List<PartitionBatch> batches) {
    if (!batches.isEmpty()) {
      projection.apply(batches);
      batches.forEach(batch -> next.put(batch.partition(), batch.through() + 1));
    }
  }

  void resumeAndApplyAll(Projection projection, IntSupplier size) {
    resume(projection);
    while (hasMore()) {
      apply(projection, batches(size));
    }
  }
}
