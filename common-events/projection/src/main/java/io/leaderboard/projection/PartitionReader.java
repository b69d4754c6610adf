package io.leaderboard.projection;

import io.leaderboard.events.duplicate.DuplicateFilter;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecord;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns the records of one partition into batches, from one resume to the next.
 *
 * <p>Reading begins a whole duplicate window before the offset to resume at: those records only
 * prime the filter, so that it answers as if it had seen the log from its start, and are not
 * applied again. Not thread-safe.
 */
final class PartitionReader {
  private final int partition;
  private final long resumeAt;
  private final long readFrom;
  private final int request;
  private final DuplicateFilter duplicates;
  private final PoisonRecords poison;
  private long next;
  private long undecodable;

  /**
   * @param resumeAt the first offset that is to be applied
   * @param start where the log begins: records before it cannot be read, and so not remembered
   * @param request the number of the request to resume that it answers
   */
  PartitionReader(
      int partition,
      long resumeAt,
      long start,
      int duplicateWindow,
      int request,
      PoisonRecords poison) {
    this.partition = partition;
    this.resumeAt = resumeAt;
    this.request = request;
    this.readFrom = Math.max(start, resumeAt - duplicateWindow);
    this.next = readFrom;
    this.duplicates = new DuplicateFilter(duplicateWindow);
    this.poison = poison;
  }

  /** Where the consumer must read on. */
  long readFrom() {
    return readFrom;
  }

  /** The number of the request to resume that it answers. */
  int request() {
    return request;
  }

  /** Whether records that begin at {@code offset} are the next ones. */
  boolean continuesAt(long offset) {
    // Offsets may skip, when Kafka has markers of its own in between, but never run backwards.
    return offset >= next;
  }

  /** How many records could not be decoded since the reader was made. */
  long undecodable() {
    return undecodable;
  }

  /**
   * Reads on.
   *
   * @param records in offset order, not empty, the first one {@linkplain #continuesAt next}
   * @return what is to be applied; its {@code through} lies before {@code resumeAt} while the
   *     filter is still being primed, and it is then not to be applied
   */
  PartitionBatch read(List<ConsumerRecord<byte[], byte[]>> records) {
    List<LogEntry> entries = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean priming = record.offset() < resumeAt;
      try {
        ScoreRecord decoded = ScoreRecordCodec.decode(record.value());
        if (decoded instanceof ScoreEvent event) {
          boolean duplicate = duplicates.isDuplicate(record.offset(), event);
          if (!priming) {
            entries.add(new LogEntry(record.offset(), event, duplicate));
          }
        }
      } catch (UndecodableRecordException e) {
        if (!priming) {
          poison.put(record, String.valueOf(e.getMessage()));
          undecodable++;
        }
      }
    }
    long through = records.get(records.size() - 1).offset();
    next = through + 1;
    return new PartitionBatch(partition, entries, through);
  }

  /** Whether a batch that reaches {@code through} has anything that is not applied yet. */
  boolean isToBeApplied(long through) {
    return through >= resumeAt;
  }
}
