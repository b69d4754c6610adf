package io.leaderboard.redis.fill;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRefusedException;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import io.leaderboard.projection.CurrentGames;
import io.leaderboard.projection.PartitionBatch;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.PoisonRecord;
import io.leaderboard.projection.PoisonRecords;
import io.leaderboard.projection.PositionMovedException;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.apply.GenerationLoad;
import io.leaderboard.redis.apply.GenerationWriter;
import io.leaderboard.redis.apply.OwnedPartition;
import io.leaderboard.redis.connection.RedisRefusals;
import io.leaderboard.redis.generation.FillTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one partition of what is filled from where Redis holds it to where the owner is, and joins
 * it. What it applies goes through the same compare-and-set as everything else, so that it may be
 * cancelled, or delayed until somebody else is at work, at any moment.
 */
final class PartitionFill implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionFill.class);

  /**
   * A poll may hold many more records, each of which may be as many standings as there are boards.
   */
  private static final int RECORDS_BETWEEN_LOOKS = 1_000;

  private static final Duration POLL = Duration.ofMillis(100);

  /** The owner waits for so long at most until a filling has caught up. */
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  private final OwnedPartition owned;
  private final FillTarget target;
  private final LogView log;
  private final CurrentGames currentGames;
  private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
  private final FillProperties properties;
  private final Pauses pauses;
  private final PoisonRecords poison;
  private final Semaphore writing;
  private final TopicPartition partition;
  private volatile boolean cancelled;
  private volatile @Nullable String waiting;

  /**
   * @param poison where what cannot be decoded goes
   * @param writing who may write what was folded, of all that are filled here
   */
  PartitionFill(
      OwnedPartition owned,
      FillTarget target,
      LogView log,
      CurrentGames currentGames,
      Supplier<KafkaConsumer<byte[], byte[]>> consumers,
      FillProperties properties,
      Pauses pauses,
      PoisonRecords poison,
      Semaphore writing) {
    this.owned = owned;
    this.target = target;
    this.log = log;
    this.currentGames = currentGames;
    this.consumers = consumers;
    this.properties = properties;
    this.pauses = pauses;
    this.poison = poison;
    this.writing = writing;
    this.partition = new TopicPartition(Topics.SCORE_EVENTS, owned.partition());
  }

  FillTarget target() {
    return target;
  }

  /** Has it end soon; from any thread. */
  void cancel() {
    cancelled = true;
    pauses.stop();
  }

  /** Why it cannot go on with that generation now, for people. */
  Optional<String> waiting(FillTarget of) {
    return target.id().equals(of.id()) ? Optional.ofNullable(waiting) : Optional.empty();
  }

  @Override
  public void run() {
    while (!cancelled) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        if (fill(consumer)) {
          LOG.info("{} has joined {}", partition, target);
          return;
        }
      } catch (PositionMovedException e) {
        // Somebody else was at work: nothing that people have to do anything about.
        pauses.failed(e);
      } catch (RuntimeException e) {
        waiting = RedisRefusals.words(e);
        pauses.failed(e);
      }
    }
  }

  private boolean fill(Consumer<byte[], byte[]> consumer) {
    GenerationWriter writer = owned.writer(target);
    PartitionReader reader = reader(consumer, writer);
    Optional<GenerationLoad> load = owned.load(writer);
    while (load.isPresent() && load(consumer, reader, load.get())) {
      long through = load.get().through();
      writer = owned.writer(target);
      load = owned.load(writer);
      if (load.isPresent() || writer.position() < through) {
        // Some bucket was set back: it is loaded through another offset, or was before.
        reader = reader(consumer, writer);
      }
    }
    return applyAndJoin(consumer, reader, writer);
  }

  /** Reads on from where the writer is. */
  private PartitionReader reader(Consumer<byte[], byte[]> consumer, GenerationWriter writer) {
    ResumePoint resume = owned.resumePoint(writer);
    long start = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    if (resume.offset() < start) {
      owned.lostByTheLog(target);
      throw new LogRefusedException(
          "%s begins at %d: it cannot be rebuilt from the log. Rebuild --from standings."
              .formatted(partition, start));
    }
    PartitionReader reader =
        new PartitionReader(
            owned.partition(),
            resume,
            start,
            log.games().settings().orElseThrow().duplicateWindow(),
            0,
            this::putAside);
    consumer.assign(List.of(partition));
    consumer.seek(partition, reader.readFrom());
    waiting = null;
    return reader;
  }

  /** The owner has put aside what it passed; the next one may begin behind what is filled here. */
  private void putAside(List<PoisonRecord> records) {
    List<PoisonRecord> ahead =
        records.stream().filter(each -> each.record().offset() > owned.through()).toList();
    if (!ahead.isEmpty()) {
      poison.putAll(ahead);
    }
  }

  private boolean applyAndJoin(
      Consumer<byte[], byte[]> consumer, PartitionReader reader, GenerationWriter writer) {
    while (!cancelled) {
      readOn(consumer, reader, writer);
      pauses.succeeded();
      // Guards are looked at by whoever fills, until none matters any more; then the owner takes
      // over.
      if (writer.isPastGuards()
          && owned.through() - writer.position() <= properties.joinWithin()
          && owned.tryJoin(writer, () -> catchUp(consumer, reader, writer))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Folds what there is in memory and writes it.
   *
   * @return whether anything was written
   */
  private boolean load(
      Consumer<byte[], byte[]> consumer, PartitionReader reader, GenerationLoad load) {
    long through = load.marked().orElse(Long.MAX_VALUE);
    while (!cancelled && !isEnough(load)) {
      List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(partition);
      List<ConsumerRecord<byte[], byte[]>> records = upTo(Math.min(through, bound()), polled);
      int read = 0;
      while (read < records.size() && !isEnough(load)) {
        int to = Math.min(records.size(), read + RECORDS_BETWEEN_LOOKS);
        PartitionBatch batch = reader.read(records.subList(read, to));
        currentGames.require(batch);
        load.add(batch, log.games());
        read = to;
      }
      if (read < records.size()) {
        consumer.seek(partition, load.through() + 1);
      } else if (records.size() < polled.size()) {
        if (load.marked().isPresent() && polled.get(polled.size() - 1).offset() > through) {
          load.endAt(through);
        }
        consumer.seek(partition, load.through() + 1);
      }
    }
    if (cancelled || load.through() < 0) {
      return false;
    }
    writing.acquireUninterruptibly();
    try {
      load.write();
    } finally {
      writing.release();
    }
    return true;
  }

  /** A former owner's end, or else where the memory is full or the owner is near. */
  private boolean isEnough(GenerationLoad load) {
    return load.marked().isPresent()
        ? load.through() >= load.marked().getAsLong()
        : load.entries() >= properties.memoryEntries()
            || owned.through() - load.through() <= properties.joinWithin();
  }

  private void readOn(
      Consumer<byte[], byte[]> consumer, PartitionReader reader, GenerationWriter writer) {
    List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(partition);
    List<ConsumerRecord<byte[], byte[]>> records = upTo(bound(), polled);
    if (records.size() < polled.size()) {
      consumer.seek(partition, polled.get(records.size()).offset());
    }
    if (records.isEmpty()) {
      return;
    }
    PartitionBatch batch = reader.read(records);
    if (reader.isToBeApplied(batch.through())) {
      currentGames.require(batch);
      writer.send(batch, log.games());
      writer.finish();
    }
  }

  /**
   * How far may be read: a fill of games joins exactly where the owner is, in whose positions its
   * own are lost; a generation may be ahead.
   */
  private long bound() {
    return target.isOfGames() ? owned.through() : Long.MAX_VALUE;
  }

  private static List<ConsumerRecord<byte[], byte[]>> upTo(
      long offset, List<ConsumerRecord<byte[], byte[]>> polled) {
    return polled.isEmpty() || polled.get(polled.size() - 1).offset() <= offset
        ? polled
        : polled.stream().filter(record -> record.offset() <= offset).toList();
  }

  /** Brings the writer to where the owner is; the owner waits meanwhile. */
  private boolean catchUp(
      Consumer<byte[], byte[]> consumer, PartitionReader reader, GenerationWriter writer) {
    long deadline = System.nanoTime() + CATCH_UP.toNanos();
    while (writer.position() < owned.through() && System.nanoTime() < deadline && !cancelled) {
      readOn(consumer, reader, writer);
    }
    return writer.position() >= owned.through();
  }
}
