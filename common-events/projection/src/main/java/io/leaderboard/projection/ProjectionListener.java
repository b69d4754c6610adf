package io.leaderboard.projection;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogRefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Reads the log into a {@link Projection}.
 *
 * <p>The store decides where to read on, not the committed offset. A partition without a reader
 * (just assigned, or forgotten after a failure) is read from its start; when its first records
 * come, the store is asked where to resume and the consumer seeks there. So resuming needs nothing
 * but a first record, and where there is none there is nothing to resume. A failure forgets the
 * partitions of the poll and is thrown: the container's error handler pauses, keeps the membership
 * alive and delivers the same records again, which then resume.
 *
 * <p>Each partition is touched by the one thread that it is assigned to; the maps carry it from one
 * owner to the next.
 */
final class ProjectionListener implements BatchMessageListener<byte[], byte[]>, ConsumerSeekAware {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionListener.class);

  private final EventLog log;
  private final Projection projection;
  private final PoisonRecords poison;
  private final ProjectionStatus status;
  private final int duplicateWindow;
  private final Map<Integer, PartitionReader> readers = new ConcurrentHashMap<>();
  private final Map<Integer, ConsumerSeekCallback> assigned = new ConcurrentHashMap<>();

  ProjectionListener(
      EventLog log,
      Projection projection,
      PoisonRecords poison,
      ProjectionStatus status,
      int duplicateWindow) {
    this.log = log;
    this.projection = projection;
    this.poison = poison;
    this.status = status;
    this.duplicateWindow = duplicateWindow;
  }

  /**
   * Has every partition ask the store again where to resume, also when no new records come. From
   * any thread.
   */
  void resumeFromStore() {
    Set<Integer> partitions = new HashSet<>(assigned.keySet());
    readers.keySet().removeAll(partitions);
    for (int partition : partitions) {
      ConsumerSeekCallback callback = assigned.get(partition);
      if (callback != null) {
        callback.seekToBeginning(Topics.SCORE_EVENTS, partition);
      }
    }
  }

  @Override
  public boolean wantsPollResult() {
    return true;
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
    throw new UnsupportedOperationException("the container passes the poll's result");
  }

  @Override
  public void onMessage(
      ConsumerRecords<byte[], byte[]> records,
      @Nullable Acknowledgment acknowledgment,
      Consumer<byte[], byte[]> consumer) {
    try {
      Set<TopicPartition> resumed = resumeWhereNeeded(records, consumer);
      List<PartitionBatch> batches = read(records, resumed);
      if (!batches.isEmpty()) {
        projection.apply(batches);
        batches.forEach(status::applied);
      }
    } catch (RuntimeException e) {
      for (TopicPartition partition : records.partitions()) {
        readers.remove(partition.partition());
        status.failed(partition.partition(), e);
      }
      throw e;
    }
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    for (TopicPartition partition : assignments.keySet()) {
      readers.remove(partition.partition());
      assigned.put(partition.partition(), callback);
    }
    callback.seekToBeginning(assignments.keySet());
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    if (partitions == null) {
      return;
    }
    List<Integer> revoked = partitions.stream().map(TopicPartition::partition).toList();
    for (int partition : revoked) {
      assigned.remove(partition);
      readers.remove(partition);
      status.revoked(partition);
    }
    projection.revoked(revoked);
  }

  private Set<TopicPartition> resumeWhereNeeded(
      ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> needed = new HashSet<>();
    for (TopicPartition partition : records.partitions()) {
      PartitionReader reader = readers.get(partition.partition());
      if (reader == null || !reader.continuesAt(records.records(partition).get(0).offset())) {
        needed.add(partition);
      }
    }
    if (needed.isEmpty()) {
      return needed;
    }
    Map<Integer, Long> positions =
        projection.resume(needed.stream().map(TopicPartition::partition).toList());
    Map<TopicPartition, Long> ends = consumer.endOffsets(needed);
    for (TopicPartition partition : needed) {
      long resumeAt = positions.getOrDefault(partition.partition(), 0L);
      requireWithinLog(partition, resumeAt, ends.getOrDefault(partition, 0L));
      PartitionReader reader =
          new PartitionReader(partition.partition(), resumeAt, duplicateWindow, poison);
      readers.put(partition.partition(), reader);
      consumer.seek(partition, reader.readFrom());
      status.resumed(partition.partition(), resumeAt);
      LOG.info("{} resumes at {}, read from {}", partition, resumeAt, reader.readFrom());
    }
    return needed;
  }

  private static void requireWithinLog(TopicPartition partition, long resumeAt, long end) {
    if (resumeAt > end) {
      throw new LogRefusedException(
          ("The store has applied %s up to offset %d, but the log ends at %d: this is not the log"
                  + " that the store was filled from, or the log lost its end. Restore the log, or"
                  + " empty the store so that it is rebuilt.")
              .formatted(partition, resumeAt - 1, end));
    }
  }

  private List<PartitionBatch> read(
      ConsumerRecords<byte[], byte[]> records, Set<TopicPartition> skipped) {
    List<PartitionBatch> batches = new ArrayList<>();
    for (TopicPartition partition : records.partitions()) {
      PartitionReader reader = readers.get(partition.partition());
      // No reader: forgotten from another thread just now; the next records resume.
      if (reader == null || skipped.contains(partition)) {
        continue;
      }
      long before = reader.undecodable();
      PartitionBatch batch = reader.read(records.records(partition));
      status.undecodable(reader.undecodable() - before);
      if (reader.isToBeApplied(batch.through())) {
        requireKnownGames(batch);
        batches.add(batch);
      }
    }
    return batches;
  }

  /** A game that is not known may have been defined a moment ago: look before deciding anything. */
  private void requireKnownGames(PartitionBatch batch) {
    Games games = log.games();
    for (LogEntry entry : batch.entries()) {
      if (games.game(entry.event().gameId()).isEmpty()) {
        try {
          games = log.readToEnd().join();
        } catch (CompletionException e) {
          throw new IllegalStateException("games cannot be read to its end now", e);
        }
        if (games.game(entry.event().gameId()).isEmpty()) {
          LOG.warn(
              "The game {} of {}:{} is not in games: the event counts on no board",
              entry.event().gameId(),
              batch.partition(),
              entry.offset());
          return;
        }
      }
    }
  }
}
