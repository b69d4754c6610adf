package io.leaderboard.projection;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRefusedException;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Reads the log into a {@link Projection}.
 *
 * <p>The store decides where to read on, not the committed offset. A partition without a reader
 * (just assigned, or forgotten after a failure) is read from its start; when its first records
 * come, the store is asked where to resume and the consumer seeks there. So resuming needs nothing
 * but a first record. A partition that never had any has nothing to resume; one whose records were
 * all deleted is resumed when it has been {@linkplain #quiet quiet} for a moment.
 *
 * <p>A failure never leaves this class, so that the container's error handling, which hands the
 * same records out again and drops what it polls meanwhile, has no part in it: the partitions of
 * the poll are forgotten, the consumer seeks back to their first records, and the thread pauses.
 * What comes next resumes from the store. A pause is seconds at most, far below {@code
 * max.poll.interval.ms}, so that a store that is away for hours costs no membership; the heartbeat
 * has a thread of its own.
 *
 * <p>Each partition is touched by the one thread that it is assigned to; the maps carry it from one
 * owner to the next.
 */
final class ProjectionListener
    implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>, ConsumerSeekAware {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionListener.class);

  /** How long no record comes from a partition until it is {@link #quiet}. */
  static final Duration QUIET = Duration.ofSeconds(1);

  private final Projection projection;
  private final PoisonRecords poison;
  private final ProjectionStatus status;
  private final LogView log;
  private final CurrentGames currentGames;
  private final Pauses pauses;
  private final int duplicateWindow;
  private final Map<Integer, PartitionReader> readers = new ConcurrentHashMap<>();
  private final Map<Integer, ConsumerSeekCallback> seekable = new ConcurrentHashMap<>();
  // By consumer thread: the callback that may be used from any other thread.
  private final Map<Thread, ConsumerSeekCallback> registered = new ConcurrentHashMap<>();
  private final AtomicInteger resumeRequests = new AtomicInteger();
  private volatile long quietFailedAt = System.nanoTime() - QUIET.toNanos();

  ProjectionListener(
      Projection projection,
      PoisonRecords poison,
      ProjectionStatus status,
      LogView log,
      Pauses pauses,
      int duplicateWindow) {
    this.projection = projection;
    this.poison = poison;
    this.status = status;
    this.log = log;
    this.currentGames = new CurrentGames(log);
    this.pauses = pauses;
    this.duplicateWindow = duplicateWindow;
  }

  /**
   * Has every partition ask the store again where to resume, also when no new records come. From
   * any thread; returns at once.
   */
  void resumeFromStore() {
    // The number first: a reader whose answer came from the store before this call is outdated,
    // even one that is being made just now.
    resumeRequests.incrementAndGet();
    seekable.forEach(
        (partition, callback) -> callback.seekToBeginning(Topics.SCORE_EVENTS, partition));
  }

  @Override
  public boolean wantsPollResult() {
    return true;
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<byte[], byte[]>> records,
      @Nullable Acknowledgment acknowledgment,
      @Nullable Consumer<?, ?> consumer) {
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
        if (acknowledgment != null) {
          acknowledgment.acknowledge();
        }
      }
      succeeded();
    } catch (RuntimeException e) {
      for (TopicPartition partition : records.partitions()) {
        readers.remove(partition.partition());
        status.failed(partition.partition(), e, projection.words(e));
        consumer.seek(partition, records.records(partition).get(0).offset());
      }
      pauses.failed(e);
    }
  }

  /**
   * No record has come from a partition for a while. When all that it had were deleted none will
   * come, and the store must be asked all the same: it may wait for this partition alone. On the
   * thread that reads it, between two polls.
   */
  void quiet(TopicPartition partition, Consumer<?, ?> consumer) {
    int request = request();
    PartitionReader reader = readers.get(partition.partition());
    boolean isResumed = reader != null && reader.request() == request;
    // All partitions are told of between two polls: one attempt in vain is enough for all of them.
    if (isResumed || System.nanoTime() - quietFailedAt < QUIET.toNanos()) {
      return;
    }
    try {
      // It was read from its start: where it is now is the start, and the end when nothing is left.
      long at = consumer.position(partition);
      if (at > 0 && consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L) == at) {
        resume(Set.of(partition), request, consumer);
      } else if (at == 0) {
        status.hasNothing(partition.partition());
      }
      succeeded();
    } catch (RuntimeException e) {
      status.failed(partition.partition(), e, projection.words(e));
      pauses.failed(e);
      quietFailedAt = System.nanoTime();
    }
  }

  /**
   * A store that tells where to read on may refuse what follows, and another partition may go on
   * while one waits: the outage is over when no partition waits any more.
   */
  private void succeeded() {
    if (status.failure().isEmpty()) {
      pauses.succeeded();
    }
  }

  @Override
  public void registerSeekCallback(ConsumerSeekCallback callback) {
    registered.put(Thread.currentThread(), callback);
  }

  @Override
  public void unregisterSeekCallback() {
    registered.remove(Thread.currentThread());
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    // The callback given here works on the consumer itself and is for this call only; another
    // thread may use the registered one, whose seeks wait for the next poll.
    callback.seekToBeginning(assignments.keySet());
    for (TopicPartition partition : assignments.keySet()) {
      readers.remove(partition.partition());
      seekable.put(
          partition.partition(), Objects.requireNonNull(registered.get(Thread.currentThread())));
      status.assigned(partition.partition());
    }
    status.joined();
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    if (partitions == null) {
      return;
    }
    List<Integer> revoked = partitions.stream().map(TopicPartition::partition).toList();
    for (int partition : revoked) {
      seekable.remove(partition);
      readers.remove(partition);
      status.revoked(partition);
    }
    projection.revoked(revoked);
  }

  /** Readers made under an earlier number ask the store again. */
  private int request() {
    // Both only grow, and so does what they make together.
    return resumeRequests.get() + log.timesMadeAnew();
  }

  private Set<TopicPartition> resumeWhereNeeded(
      ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> consumer) {
    int request = request();
    Set<TopicPartition> needed = new HashSet<>();
    for (TopicPartition partition : records.partitions()) {
      PartitionReader reader = readers.get(partition.partition());
      if (reader == null
          || reader.request() != request
          || !reader.continuesAt(records.records(partition).get(0).offset())
          || lostWhatWasNext(reader, partition, records, consumer)) {
        needed.add(partition);
      }
    }
    if (!needed.isEmpty()) {
      resume(needed, request, consumer);
    }
    return needed;
  }

  private void resume(Set<TopicPartition> needed, int request, Consumer<?, ?> consumer) {
    // A log that was created anew soon reaches further than the positions of the former one, and
    // then nothing but its id tells.
    log.confirm();
    Map<Integer, ResumePoint> points =
        projection.resume(needed.stream().map(TopicPartition::partition).toList());
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(needed);
    Map<TopicPartition, Long> ends = consumer.endOffsets(needed);
    for (TopicPartition partition : needed) {
      ResumePoint resume = points.getOrDefault(partition.partition(), ResumePoint.START);
      long start = starts.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      requireWithinLog(partition, resume.offset(), start, end);
      PartitionReader reader = readers.get(partition.partition());
      if (reader == null || !reader.goesOnAt(resume, request)) {
        reader =
            new PartitionReader(
                partition.partition(), resume, start, duplicateWindow, request, poison);
        readers.put(partition.partition(), reader);
      }
      consumer.seek(partition, reader.readFrom());
      // Once an outage, and not at each attempt.
      LOG.atLevel(status.isFailing(partition.partition()) ? Level.DEBUG : Level.INFO)
          .log("{} resumes at {}, read from {}", partition, resume.offset(), reader.readFrom());
      status.resumed(partition.partition(), resume.offset(), end);
    }
  }

  /**
   * Whether the log begins behind what was to be read next: deleted before it was read, so that the
   * consumer went on at the log's new start. Resuming refuses that.
   */
  private static boolean lostWhatWasNext(
      PartitionReader reader,
      TopicPartition partition,
      ConsumerRecords<byte[], byte[]> records,
      Consumer<byte[], byte[]> consumer) {
    return reader.skipsTo(records.records(partition).get(0).offset())
        && consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L)
            > reader.readFrom();
  }

  private static void requireWithinLog(
      TopicPartition partition, long resumeAt, long start, long end) {
    if (resumeAt > end) {
      throw new LogRefusedException(
          ("The store has applied %s up to offset %d, but the log ends at %d: this is not the log"
                  + " that the store was filled from, or the log lost its end. Restore the log, or"
                  + " empty the store so that it is rebuilt.")
              .formatted(partition, resumeAt - 1, end));
    }
    if (resumeAt < start) {
      throw new LogRefusedException(
          ("The store needs %s from offset %d on, but the log begins at %d: what lay before is"
                  + " lost to it. Restore the log's beginning, or rebuild --from standings.")
              .formatted(partition, resumeAt, start));
    }
  }

  private List<PartitionBatch> read(
      ConsumerRecords<byte[], byte[]> records, Set<TopicPartition> skipped) {
    List<PartitionBatch> batches = new ArrayList<>();
    for (TopicPartition partition : records.partitions()) {
      PartitionReader reader = readers.get(partition.partition());
      if (reader == null || skipped.contains(partition)) {
        continue;
      }
      long before = reader.undecodable();
      PartitionBatch batch = reader.read(records.records(partition));
      status.undecodable(reader.undecodable() - before);
      if (reader.isToBeApplied(batch.through())) {
        currentGames.require(batch);
        batches.add(batch);
      }
    }
    return batches;
  }
}
