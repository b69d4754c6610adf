package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.fill.FillLog;
import io.leaderboard.events.reference.LogRecord;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A log in memory as a fill reads it, of which the beginning may be deleted. Thread-safe. */
final class TrimmedLog implements FillLog {
  private final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
  private final Map<Integer, Long> starts = new ConcurrentHashMap<>();
  private final int polledAtOnce;
  final AtomicLong polled = new AtomicLong();
  final AtomicLong opened = new AtomicLong();

  TrimmedLog(List<LogRecord> log, int polledAtOnce) {
    this.polledAtOnce = polledAtOnce;
    for (LogRecord at : log) {
      partitions
          .computeIfAbsent(at.partition(), partition -> new ArrayList<>())
          .add(
              new ConsumerRecord<>(
                  Topics.SCORE_EVENTS, at.partition(), at.offset(), null, encoded(at)));
    }
  }

  /** Deletes what lies before an offset. */
  void trim(int partition, long before) {
    starts.put(partition, before);
  }

  @Override
  public Reading open(int partition) {
    opened.incrementAndGet();
    return new Reading() {
      private long next;

      @Override
      public long start() {
        return starts.getOrDefault(partition, 0L);
      }

      @Override
      public void seek(long offset) {
        next = offset;
      }

      @Override
      public List<ConsumerRecord<byte[], byte[]>> poll() {
        if (next < start()) {
          throw new IllegalStateException("out of range: " + next + " before " + start());
        }
        List<ConsumerRecord<byte[], byte[]>> records =
            partitions.getOrDefault(partition, List.of()).stream()
                .filter(record -> record.offset() >= next)
                .limit(polledAtOnce)
                .toList();
        if (!records.isEmpty()) {
          next = records.get(records.size() - 1).offset() + 1;
          polled.addAndGet(records.size());
        }
        return records;
      }

      @Override
      public void close() {}
    };
  }

  private static byte[] encoded(LogRecord at) {
    if (at.record() instanceof ScoreEvent event) {
      return ScoreRecordCodec.encode(event);
    }
    return at.record() instanceof PeriodsClosed closing
        ? ScoreRecordCodec.encode(closing)
        : new byte[] {'{'};
  }
}
