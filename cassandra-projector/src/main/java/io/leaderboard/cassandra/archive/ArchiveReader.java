package io.leaderboard.cassandra.archive;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogRefusedException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads {@code final-standings} into {@link Archives}, with a consumer of its own
 * that sees committed transactions alone. Cassandra's positions say where to read on. Whatever
 * fails, be it Kafka or Cassandra, is tried again after a pause for as long as it takes; it polls
 * meanwhile without reading, and so stays a member of its group.
 */
final class ArchiveReader implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveReader.class);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration TOPIC_PAUSE = Duration.ofSeconds(1);
  private static final long LAG_INTERVAL_NANOS = 1_000_000_000;

  private final ArchiveTopic topic;
  private final ArchiveProperties properties;
  private final Archives archives;
  private final ArchiveStatus status;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "cassandra-archives");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int failures;
  private boolean refusalLogged;
  private long lagAskedAt = System.nanoTime() - LAG_INTERVAL_NANOS;

  ArchiveReader(
      ArchiveTopic topic,
      LogProperties log,
      ArchiveProperties properties,
      Archives archives,
      ArchiveStatus status) {
    this.topic = topic;
    this.properties = properties;
    this.archives = archives;
    this.status = status;
    Map<String, Object> config = log.clientSettings(properties.group());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, properties.group());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Only until the consumer is told where to read on.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** From another thread; returns when the batch in hand is done. */
  void stop(Duration timeout) {
    stopped.countDown();
    consumer.wakeup();
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    // Nothing is read before Cassandra has said from where.
    consumer.pause(assigned);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    archives.revoked(revoked.stream().map(TopicPartition::partition).toList());
  }

  private void run() {
    try (topic;
        consumer) {
      awaitTopic();
      consumer.subscribe(List.of(Topics.FINAL_STANDINGS), this);
      while (!isStopped()) {
        cycle();
      }
    } catch (WakeupException e) {
      LOG.debug("Stopped", e);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** The topic comes with the log; an older service may have made a log without it. */
  private void awaitTopic() throws InterruptedException {
    boolean found = false;
    while (!found && !isStopped()) {
      try {
        found = topic.id().isPresent();
        if (!found) {
          status.waitingFor("there is no topic " + Topics.FINAL_STANDINGS + " yet");
        }
      } catch (KafkaException e) {
        status.waitingFor(String.valueOf(e.getMessage()));
      }
      if (!found && stopped.await(TOPIC_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void cycle() throws InterruptedException {
    try {
      readOn();
      succeeded();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(e);
    }
    askForLag();
  }

  private void readOn() throws InterruptedException {
    archives.forgetWhatMayBeLost();
    resumeWhereNeeded();
    Set<TopicPartition> assigned = consumer.assignment();
    if (archives.isFull()) {
      consumer.pause(assigned);
    } else {
      consumer.resume(assigned);
    }
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      records.put(partition.partition(), polled.records(partition));
    }
    Map<Integer, Long> next = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      if (archives.next(partition.partition()).isPresent()) {
        next.put(partition.partition(), consumer.position(partition));
      }
    }
    archives.apply(records, next, this::stayMember);
  }

  /**
   * A large period takes longer than a member may go without polling: it would lose its partitions
   * each time before the period is done, for ever. Everything is paused, so that nothing is read.
   */
  private void stayMember() {
    consumer.pause(consumer.assignment());
    consumer.poll(Duration.ZERO);
  }

  private void resumeWhereNeeded() throws InterruptedException {
    Set<TopicPartition> needed =
        consumer.assignment().stream()
            .filter(partition -> archives.next(partition.partition()).isEmpty())
            .collect(Collectors.toSet());
    if (needed.isEmpty()) {
      return;
    }
    String id =
        topic
            .id()
            .orElseThrow(
                () -> new IllegalStateException(Topics.FINAL_STANDINGS + " is not there any more"));
    Map<Integer, Long> resumed =
        archives.resume(needed.stream().map(TopicPartition::partition).toList(), id);
    Map<TopicPartition, Long> ends = consumer.endOffsets(needed);
    for (TopicPartition partition : needed) {
      long next = resumed.getOrDefault(partition.partition(), 0L);
      long end = ends.getOrDefault(partition, 0L);
      if (next > end) {
        archives.revoked(List.of(partition.partition()));
        throw new LogRefusedException(
            ("The archives hold %s up to offset %d, but it ends at %d: the topic lost its end."
                    + " Restore it, or name an empty keyspace.")
                .formatted(partition, next - 1, end));
      }
      consumer.seek(partition, next);
      LOG.info("{} resumes at {}", partition, next);
    }
  }

  private void succeeded() {
    if (failures > 0) {
      LOG.info("The archives go on after {} failure(s)", failures);
    }
    failures = 0;
    refusalLogged = false;
    status.succeeded();
  }

  /** Pauses longer with each failure; one line an outage is logged, and one a refusal. */
  private void failed(RuntimeException failure) throws InterruptedException {
    boolean refused = failure instanceof LogRefusedException;
    if (failures == 0 || (refused && !refusalLogged)) {
      LOG.warn("The archives wait and try again until it works: {}", failure.toString());
    }
    refusalLogged |= refused;
    LOG.debug("Failure {} of this outage", failures + 1, failure);
    status.failed(String.valueOf(failure.getMessage()));
    long millis =
        Math.min(
            properties.firstPause().toMillis() << Math.min(failures, 20),
            properties.longestPause().toMillis());
    failures++;
    try {
      for (TopicPartition partition : consumer.assignment()) {
        archives.next(partition.partition()).ifPresent(next -> consumer.seek(partition, next));
      }
      consumer.pause(consumer.assignment());
      // Returns nothing: what is assigned meanwhile is paused too.
      consumer.poll(Duration.ofMillis(millis));
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("Kafka is away too", e);
      if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.debug("No pause: stopped");
      }
    }
  }

  private void askForLag() {
    if (System.nanoTime() - lagAskedAt < LAG_INTERVAL_NANOS) {
      return;
    }
    lagAskedAt = System.nanoTime();
    try {
      Map<Integer, Long> lag = new HashMap<>();
      consumer
          .endOffsets(consumer.assignment())
          .forEach(
              (partition, end) ->
                  lag.put(
                      partition.partition(),
                      Math.max(0, end - archives.next(partition.partition()).orElse(0))));
      status.lag(lag);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.debug("The end of {} is not known now", Topics.FINAL_STANDINGS, e);
    }
  }
}
