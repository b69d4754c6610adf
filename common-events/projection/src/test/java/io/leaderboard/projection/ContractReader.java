package io.leaderboard.projection;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An owner of all partitions of a {@link ContractLog}, that reads as the consumer loop does. */
final class ContractReader {
  private final ContractLog log;
  private final Projection projection;
  private final Map<Integer, PartitionReader> readers = new HashMap<>();
  private final Map<Integer, Long> cursors = new HashMap<>();
  private final Map<Integer, Long> positions = new TreeMap<>();
  private int poison;

  ContractReader(ContractLog log, Projection projection) {
    this.log = log;
    this.projection = projection;
  }

  /** Each partition's next offset, as far as this reader knows. */
  Map<Integer, Long> positions() {
    return positions;
  }

  /** How many records were put aside. */
  int poison() {
    return poison;
  }

  /** Whether the log holds what this reader has not applied. */
  boolean hasMore() {
    return !positions.equals(log.ends());
  }

  void resume() {
    readers.clear();
    Map<Integer, ResumePoint> resumed = projection.resume(ContractLog.ALL);
    for (int partition : ContractLog.ALL) {
      ResumePoint at = resumed.getOrDefault(partition, ResumePoint.START);
      PartitionReader reader =
          new PartitionReader(
              partition, at, 0, ContractGames.WINDOW, 0, records -> poison += records.size());
      readers.put(partition, reader);
      cursors.put(partition, reader.readFrom());
      positions.put(partition, at.offset());
    }
  }

  /** Resumes as soon as the store answers. */
  void resumeWhenBack() {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(
            () -> {
              resume();
              return true;
            });
  }

  /** The next batches of up to {@code records} records a partition, applied by nobody yet. */
  List<PartitionBatch> prepare(int records) {
    return prepare(() -> records);
  }

  /** Reads on a number of times, up to {@code records} records of each partition. */
  List<PartitionBatch> readSome(int records) {
    List<PartitionBatch> batches = prepare(records);
    apply(batches);
    return batches;
  }

  /** Reads on {@code polls} times, from nothing to a few hundred records of each partition. */
  List<PartitionBatch> readSome(Random random, int polls) {
    List<PartitionBatch> last = List.of();
    for (int i = 0; i < polls; i++) {
      last = prepare(() -> random.nextInt(random.nextBoolean() ? 10 : 400));
      apply(last);
    }
    return last;
  }

  void readToEnd(int records) {
    while (hasMore()) {
      readSome(records);
    }
  }

  void readToEnd(Random random) {
    while (hasMore()) {
      readSome(random, 1);
    }
  }

  void resumeAndReadToEnd() {
    resume();
    readToEnd(500);
  }

  private List<PartitionBatch> prepare(IntSupplier records) {
    List<PartitionBatch> batches = new ArrayList<>();
    for (int partition : ContractLog.ALL) {
      PartitionReader reader = readers.get(partition);
      List<ConsumerRecord<byte[], byte[]>> next =
          log.records(partition, cursors.getOrDefault(partition, 0L), records.getAsInt());
      if (reader == null || next.isEmpty()) {
        continue;
      }
      PartitionBatch batch = reader.read(next);
      cursors.put(partition, batch.through() + 1);
      if (reader.isToBeApplied(batch.through())) {
        batches.add(batch);
      }
    }
    return batches;
  }

  private void apply(List<PartitionBatch> batches) {
    if (!batches.isEmpty()) {
      projection.apply(batches);
      batches.forEach(batch -> positions.put(batch.partition(), batch.through() + 1));
    }
  }
}
