package io.leaderboard.projection;

import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.entry.ClosingEntry;
import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.entry.LogEntry;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns the records of one partition into batches, from one resume to the next.
 *
 * <p>Reading begins a whole duplicate window before the offset to resume at: those records only
 * prime the filter, so that it answers as if it had seen the log from its start, and are not
 * applied again. Closings among them are not looked at either: {@link ResumePoint} tells what they
 * did. Not thread-safe.
 */
public final class PartitionReader {
  private final int partition;
  private final long resumeAt;
  private final DuplicateFilter duplicates;
  private final Map<String, Long> closedThrough;
  private final PoisonRecords poison;
  private long next;
  private int request;
  private long undecodable;

  /**
   * @param resume the first offset that is to be applied, and what is closed before it
   * @param start where the log begins: records before it cannot be read, and so not remembered
   * @param request the number of the request to resume that it answers
   */
  public PartitionReader(
      int partition,
      ResumePoint resume,
      long start,
      int duplicateWindow,
      int request,
      PoisonRecords poison) {
    this.partition = partition;
    this.resumeAt = resume.offset();
    this.closedThrough = new HashMap<>(resume.closedThrough());
    this.request = request;
    this.next = Math.max(start, resumeAt - duplicateWindow);
    this.duplicates = new DuplicateFilter(duplicateWindow);
    this.poison = poison;
  }

  /** Where the consumer must read on. */
  public long readFrom() {
    return next;
  }

  /** The number of the request to resume that it answers. */
  int request() {
    return request;
  }

  /**
   * Goes on from where it is, when that is where the store resumes: what it has seen of the log is
   * what a new reader would read back first.
   *
   * @param answered the number of the request to resume that it answers from now on
   * @return false when it is elsewhere; then nothing has changed
   */
  boolean goesOnAt(ResumePoint resume, int answered) {
    if (next != resume.offset() || !closedThrough.equals(resume.closedThrough())) {
      return false;
    }
    request = answered;
    return true;
  }

  /** Whether records that begin at {@code offset} may be the next ones: none was read before. */
  public boolean continuesAt(long offset) {
    // Offsets may skip, when Kafka has markers of its own in between, but never run backwards.
    return offset >= next;
  }

  /**
   * Whether offsets were skipped before records that begin at {@code offset}: by markers of Kafka's
   * own, unless the log begins behind {@link #readFrom}.
   */
  boolean skipsTo(long offset) {
    return offset > next;
  }

  /** How many records could not be decoded since the reader was made. */
  public long undecodable() {
    return undecodable;
  }

  /**
   * Reads on.
   *
   * @param records in offset order, not empty, the first one {@linkplain #continuesAt next}
   * @return what is to be applied; its {@code through} lies before {@code resumeAt} while the
   *     filter is still being primed, and it is then not to be applied
   */
  public PartitionBatch read(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ScoreEvent> events = new ArrayList<>(records.size());
    long[] offsets = new long[records.size()];
    long[] closed = new long[records.size()];
    List<ClosingEntry> closings = new ArrayList<>();
    List<PoisonRecord> broken = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean priming = record.offset() < resumeAt;
      try {
        ScoreRecord decoded = ScoreRecordCodec.decode(record.value());
        if (decoded instanceof ScoreEvent event) {
          offsets[events.size()] = record.offset();
          closed[events.size()] = closedThrough.getOrDefault(event.gameId(), Long.MIN_VALUE);
          events.add(event);
        } else if (!priming && decoded instanceof PeriodsClosed closing && closes(closing)) {
          closings.add(new ClosingEntry(record.offset(), closing.gameId(), closing.through()));
        }
      } catch (UndecodableRecordException e) {
        if (!priming) {
          broken.add(new PoisonRecord(record, String.valueOf(e.getMessage())));
        }
      }
    }
    if (!broken.isEmpty()) {
      poison.putAll(broken);
      undecodable += broken.size();
    }
    long through = records.get(records.size() - 1).offset();
    next = through + 1;
    return new PartitionBatch(partition, entries(events, offsets, closed, closings), through);
  }

  /** What is to be applied, in order; all events have been shown to the filter. */
  private List<LogEntry> entries(
      List<ScoreEvent> events, long[] offsets, long[] closed, List<ClosingEntry> closings) {
    boolean[] repeated = duplicates.areDuplicates(events, offsets);
    List<LogEntry> entries = new ArrayList<>(repeated.length + closings.size());
    int nextClosing = 0;
    for (int i = 0; i < repeated.length; i++) {
      while (nextClosing < closings.size() && closings.get(nextClosing).offset() < offsets[i]) {
        entries.add(closings.get(nextClosing++));
      }
      if (offsets[i] >= resumeAt) {
        entries.add(new EventEntry(offsets[i], events.get(i), repeated[i], closed[i]));
      }
    }
    entries.addAll(closings.subList(nextClosing, closings.size()));
    return entries;
  }

  /** Whether a batch that reaches {@code through} has anything that is not applied yet. */
  public boolean isToBeApplied(long through) {
    return through >= resumeAt;
  }

  /** Whoever closes may crash and repeat: only a record that closes more than before counts. */
  private boolean closes(PeriodsClosed closing) {
    long before = closedThrough.getOrDefault(closing.gameId(), Long.MIN_VALUE);
    if (closing.through() <= before) {
      return false;
    }
    closedThrough.put(closing.gameId(), closing.through());
    return true;
  }
}
