package io.leaderboard.ingest.publish;

import io.leaderboard.events.topic.Position;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Records that only mean something together. Kafka has no way to take all or none of them without a
 * transaction, so that a part may stand in the log when the others do not. Thread-safe.
 */
public final class RecordGroup {
  private final MonoSink<List<Position>> told;
  private final @Nullable Position[] positions;
  private int open;
  private boolean mayBeWritten;
  private @Nullable NotDelivered failure;

  private RecordGroup(int records, MonoSink<List<Position>> told) {
    this.told = told;
    this.positions = new Position[records];
    this.open = records;
  }

  /**
   * Hands the records over in their order, none more once one was not taken. Emits their positions
   * in that order once the log holds all of them, else fails with {@link NotWrittenException}; both
   * within the producer's delivery timeout.
   */
  public static Mono<List<Position>> write(
      LogProducer producer, List<ProducerRecord<byte[], byte[]>> records) {
    return Mono.<List<Position>>create(
            sink -> new RecordGroup(records.size(), sink).handOver(producer, records))
        .publishOn(Schedulers.parallel());
  }

  private void handOver(LogProducer producer, List<ProducerRecord<byte[], byte[]>> records) {
    if (!producer.hasRoomFor(records.size())) {
      told.error(new NotWrittenException(NotDelivered.BUSY));
      return;
    }
    for (int i = 0; i < records.size(); i++) {
      NotDelivered before = failure();
      if (before == null) {
        producer.publish(records.get(i), delivery(i));
      } else {
        ended(i, null, before == NotDelivered.UNKNOWN ? NotDelivered.UNREACHABLE : before);
      }
    }
  }

  private Delivery delivery(int i) {
    return new Delivery() {
      @Override
      public void delivered(int partition, long offset) {
        ended(i, new Position(partition, offset), null);
      }

      @Override
      public void failed(NotDelivered why) {
        ended(i, null, why);
      }
    };
  }

  private synchronized @Nullable NotDelivered failure() {
    return failure;
  }

  private void ended(int i, @Nullable Position position, @Nullable NotDelivered why) {
    synchronized (this) {
      positions[i] = position;
      mayBeWritten |= why == null || why == NotDelivered.UNKNOWN;
      failure = failure == null ? why : failure;
      open--;
      if (open > 0) {
        return;
      }
    }
    tell();
  }

  /** Nothing changes any more. */
  private synchronized void tell() {
    NotDelivered first = failure;
    if (first != null) {
      told.error(new NotWrittenException(mayBeWritten ? NotDelivered.UNKNOWN : first));
      return;
    }
    List<Position> all = new ArrayList<>();
    for (Position position : positions) {
      if (position != null) {
        all.add(position);
      }
    }
    told.success(all);
  }
}
