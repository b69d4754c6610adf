package io.leaderboard.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its start and follows it, on a thread of its own, once the log is open. When
 * Kafka fails it is read again from the start: whoever takes the records bears them again.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** How often the end is asked for. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final LogProperties properties;
  private final LogView log;
  private final String topic;
  private final String clientId;
  private final IsolationLevel isolation;
  private final TopicReader.Use use;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private final Map<TopicPartition, OffsetWaits> waits = new ConcurrentHashMap<>();
  private volatile @Nullable Long levelAt;

  /** That it cannot be read; of the thread that reads. */
  private boolean told;

  /**
   * @param log nothing is read before it is open
   * @param use called by the one thread that reads
   */
  public TopicTail(
      LogProperties properties,
      LogView log,
      String topic,
      String clientId,
      IsolationLevel isolation,
      TopicReader.Use use) {
    this.properties = properties;
    this.log = log;
    this.topic = topic;
    this.clientId = clientId;
    this.isolation = isolation;
    this.use = use;
    this.thread = new Thread(this::run, clientId);
    thread.setDaemon(true);
  }

  /** Begins to read. Call it once. */
  public void start() {
    thread.start();
  }

  /** Whether everything was taken that stood there so long ago. */
  public boolean holdsAllOf(Duration ago) {
    Long at = levelAt;
    return at != null && System.nanoTime() - at <= ago.toNanos();
  }

  /**
   * Completes once everything of a partition before {@code end} was taken; a future of the caller's
   * own, who gives it a time-out.
   */
  CompletableFuture<Void> reached(TopicPartition partition, long end) {
    return waits(partition).until(end);
  }

  private OffsetWaits waits(TopicPartition partition) {
    return waits.computeIfAbsent(partition, each -> new OffsetWaits());
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!isClosed()) {
        if (log.isOpen()) {
          follow();
        }
        var unused = closed.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (TopicReader reader = TopicReader.open(properties, clientId, isolation, Map.of())) {
      List<TopicPartition> partitions = reader.partitions(topic);
      reader.seekToBeginning(partitions);
      partitions.forEach(partition -> waits(partition).read(0));
      long lookedAt = System.nanoTime() - LOOK.toNanos();
      while (!isClosed() && !partitions.isEmpty()) {
        reader.poll(POLL).forEach(use::take);
        partitions.forEach(partition -> waits(partition).read(reader.position(partition)));
        if (System.nanoTime() - lookedAt >= LOOK.toNanos()) {
          lookedAt = System.nanoTime();
          look(reader, partitions, lookedAt);
        }
      }
    } catch (KafkaException e) {
      // Once an outage, and not at each attempt.
      if (!told && !isClosed()) {
        LOG.warn("{} cannot be read now, and is read again: {}", topic, e.getMessage());
      }
      told = true;
    }
  }

  private void look(TopicReader reader, List<TopicPartition> partitions, long now) {
    // Not by the reader, whose own connection is busy with a poll that waits for half a second.
    Map<Integer, Long> ends = ends(partitions.size());
    told = false;
    if (partitions.stream()
        .allMatch(each -> reader.position(each) >= ends.getOrDefault(each.partition(), 0L))) {
      levelAt = now;
    }
  }

  private Map<Integer, Long> ends(int partitions) {
    try {
      return log.admin().ends(topic, partitions, isolation).get();
    } catch (ExecutionException e) {
      throw new KafkaException("the ends of " + topic + " are not known now", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (IllegalStateException e) {
      throw new KafkaException("the log was closed", e);
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
