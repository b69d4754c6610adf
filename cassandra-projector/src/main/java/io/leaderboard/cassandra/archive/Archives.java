package io.leaderboard.cassandra.archive;

import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.statement.StatementKind;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalPage;
import io.leaderboard.events.finals.FinalRecord;
import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code final-standings} in Cassandra. Pages are written as they come. A manifest waits until all
 * pages of its period are in Cassandra, be it that another instance reads them, and the position of
 * its partition stays before it meanwhile; what follows is read on, since what is missing may stand
 * behind another manifest that waits in turn. Everything may be applied again.
 *
 * <p>Belongs to one thread.
 */
final class Archives {
  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

  /** Manifests are small; so many in wait means that pages are missing for good. */
  private static final int MOST_PENDING = 10_000;

  private final Supplier<Store> store;
  private final Interruptions interruptions;
  private final Duration syncMargin;
  private final ArchiveStatus status;
  private final LongSupplier nanoClock;
  private final Map<Integer, ArchivePartition> partitions = new TreeMap<>();
  private long interrupted = -1;

  /**
   * @param store the tables; throws when they are not there yet
   * @param nanoClock monotonic
   */
  Archives(
      Supplier<Store> store,
      Interruptions interruptions,
      Duration syncMargin,
      ArchiveStatus status,
      LongSupplier nanoClock) {
    this.store = store;
    this.interruptions = interruptions;
    this.syncMargin = syncMargin;
    this.status = status;
    this.nanoClock = nanoClock;
  }

  /**
   * Forgets everything when Cassandra may have lost what it acknowledged.
   *
   * @return whether all partitions must be resumed
   */
  boolean forgetWhatMayBeLost() {
    long now = interruptions.count();
    boolean lost = now != interrupted;
    if (lost) {
      partitions.clear();
      interrupted = now;
    }
    return lost;
  }

  /**
   * Where to read on in these partitions.
   *
   * @param topicId of the topic now
   * @throws RuntimeException when Cassandra cannot tell now, or was filled from another topic
   */
  Map<Integer, Long> resume(Collection<Integer> assigned, String topicId) {
    Store tables = store.get();
    tables.topic().bind(Topics.FINAL_STANDINGS, topicId);
    Map<Integer, ProjectionOffsets> stored =
        tables.positions().read(ProjectionNames.ARCHIVES, tables.requests());
    Map<Integer, Long> resumed = new HashMap<>();
    for (int partition : assigned) {
      long next = stored.getOrDefault(partition, ProjectionOffsets.NONE).confirmed() + 1;
      partitions.computeIfAbsent(partition, p -> new ArchivePartition(next, syncMargin));
      resumed.put(partition, next(partition).orElse(next));
    }
    return resumed;
  }

  /** These belong to somebody else from now on. */
  void revoked(Collection<Integer> revoked) {
    revoked.forEach(partitions::remove);
  }

  /** The first offset of a partition that is not read. */
  OptionalLong next(int partition) {
    ArchivePartition known = partitions.get(partition);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.next());
  }

  /** Whether it waits for more than it should remember. */
  boolean isFull() {
    return pending() > MOST_PENDING;
  }

  /**
   * Applies what was polled.
   *
   * @param records by partition, in offset order
   * @param nextOffsets by partition, what the consumer reads next
   * @param meanwhile run again and again while it takes long; may {@linkplain #revoked revoke}
   */
  void apply(
      Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records,
      Map<Integer, Long> nextOffsets,
      Runnable meanwhile) {
    Store tables = store.get();
    Map<Integer, List<PendingManifest>> manifests = new HashMap<>();
    Requests.Round pages = tables.requests().round();
    records.forEach(
        (partition, polled) ->
            manifests.put(
                partition, polled.stream().flatMap(r -> send(tables, r, pages)).toList()));
    pages.await();
    nextOffsets.forEach(
        (partition, next) -> {
          ArchivePartition known = partitions.get(partition);
          if (known != null && next > known.next()) {
            known.readUpTo(next);
          }
        });
    manifests.forEach(
        (partition, read) -> {
          ArchivePartition known = partitions.get(partition);
          if (known != null) {
            read.forEach(known::add);
          }
        });
    settle(tables, meanwhile);
    writePositions(tables);
    status.pending(pending());
  }

  /** Sends a page; returns the manifest that the record is, if it is one. */
  private Stream<PendingManifest> send(
      Store tables, ConsumerRecord<byte[], byte[]> record, Requests.Round round) {
    FinalRecord decoded;
    try {
      decoded = FinalRecordCodec.decode(record.value());
      require(decoded);
    } catch (UndecodableRecordException e) {
      LOG.warn(
          "The record {}:{} of {} is left out: {}",
          record.partition(),
          record.offset(),
          Topics.FINAL_STANDINGS,
          e.getMessage());
      status.leftOut();
      return Stream.empty();
    }
    if (decoded instanceof FinalPage page) {
      round.send(
          StatementKind.INSERT_FINAL_PAGE, tables.finalPages().insert(page, record.offset()));
      status.pageWritten();
      return Stream.empty();
    }
    return Stream.of(
        new PendingManifest((FinalManifest) decoded, record.offset(), nanoClock.getAsLong()));
  }

  private static void require(FinalRecord record) throws UndecodableRecordException {
    if (record instanceof FinalPage page
        && (page.page() < 0
            || page.entries().isEmpty()
            || page.entries().size() > FinalPage.ENTRIES)) {
      throw new UndecodableRecordException(
          "page %d has %d entries, not 1 to %d"
              .formatted(page.page(), page.entries().size(), FinalPage.ENTRIES));
    }
    if (record instanceof FinalManifest manifest
        && (manifest.entries() < 0
            || manifest.pages()
                != (manifest.entries() + FinalPage.ENTRIES - 1) / FinalPage.ENTRIES)) {
      throw new UndecodableRecordException(
          "a manifest of %d entries in %d pages".formatted(manifest.entries(), manifest.pages()));
    }
  }

  private void settle(Store tables, Runnable meanwhile) {
    // A copy: one that is revoked meanwhile is archived all the same, which does no harm, and its
    // position is left to the next owner.
    for (ArchivePartition partition : List.copyOf(partitions.values())) {
      for (PendingManifest pending : partition.pending()) {
        if (!pending.isDue(nanoClock.getAsLong())) {
          continue;
        }
        var missing = new PeriodArchive(tables, pending).archive(meanwhile);
        if (missing.isEmpty()) {
          partition.done(pending);
          status.archived(pending.manifest().period());
        } else {
          pending.notComplete(nanoClock.getAsLong());
          status.waiting(pending.manifest().period(), missing.get());
        }
      }
    }
  }

  private void writePositions(Store tables) {
    // Everything that they stand for was acknowledged, and nothing was lost since it was read.
    if (interruptions.count() != interrupted) {
      return;
    }
    long now = nanoClock.getAsLong();
    Requests.Round round = tables.requests().round();
    Map<ArchivePartition, Long> sent = new HashMap<>();
    partitions.forEach(
        (number, partition) -> {
          if (partition.hasMoved()) {
            long position = partition.position();
            tables.positions().sendApplied(ProjectionNames.ARCHIVES, number, position, round);
            sent.put(partition, position);
          }
          OptionalLong confirmed = partition.confirmed(now);
          if (confirmed.isPresent()) {
            tables
                .positions()
                .sendConfirmed(ProjectionNames.ARCHIVES, number, confirmed.getAsLong(), round);
          }
        });
    round.await();
    sent.forEach(ArchivePartition::stored);
  }

  private int pending() {
    return partitions.values().stream().mapToInt(each -> each.pending().size()).sum();
  }
}
