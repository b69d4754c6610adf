package io.leaderboard.projection;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.log.Pauses;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerPartitionIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Runs a {@link Projection} over {@code score-events} with spring-kafka, from the moment the log is
 * open until the service stops.
 */
public final class ProjectionContainer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionContainer.class);

  private static final Duration POLL = Duration.ofMillis(250);

  /**
   * Members hear by it that the partitions are shared anew, and until all have heard of it nobody
   * reads; as often as Kafka itself has it.
   */
  private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(3);

  /** A password or a right that was changed is mended without a restart. */
  private static final Duration DENIED_PAUSE = Duration.ofSeconds(10);

  /** Longer than any store's time-outs, so that the batch in hand ends by itself. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(15);

  private final LogView log;
  private final LogProperties logProperties;
  private final ProjectionProperties properties;
  private final Projection projection;
  private final PoisonRecords poison;
  private final ProjectionStatus status;
  private final Pauses pauses;

  private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;
  private volatile @Nullable ProjectionListener listener;
  private boolean running;

  /** Reads {@code log} into {@code projection}, and tells {@code status} about it. */
  public ProjectionContainer(
      LogView log,
      LogProperties logProperties,
      ProjectionProperties properties,
      Projection projection,
      PoisonRecords poison,
      ProjectionStatus status) {
    this.log = log;
    this.logProperties = logProperties;
    this.properties = properties;
    this.projection = projection;
    this.poison = poison;
    this.status = status;
    this.pauses = new Pauses(properties.firstPause(), properties.longestPause());
  }

  /** Returns at once; reading begins when the log is open. */
  @Override
  public synchronized void start() {
    running = true;
    var unused = log.settled().thenAccept(this::startReading);
  }

  /** Returns when the batch in hand is done, so that nothing is written afterwards. */
  @Override
  public void stop() {
    ConcurrentMessageListenerContainer<byte[], byte[]> reading;
    synchronized (this) {
      running = false;
      reading = container;
    }
    // Not under the lock: it takes as long as the batch in hand.
    pauses.stop();
    if (reading != null) {
      reading.stop();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  /**
   * Has every partition ask the store again where to resume, also when no new records come: for
   * when the store may have lost its last moments, after a reconnect. From any thread; returns at
   * once.
   */
  public void resumeFromStore() {
    ProjectionListener reading = listener;
    if (reading != null) {
      reading.resumeFromStore();
    }
  }

  private synchronized void startReading(LogState state) {
    if (!running || !(state instanceof LogState.Open open)) {
      return;
    }
    ContainerProperties container = new ContainerProperties(Topics.SCORE_EVENTS);
    container.setGroupId(properties.group());
    ProjectionListener reading =
        new ProjectionListener(
            projection, poison, status, log, pauses, open.settings().duplicateWindow());
    container.setMessageListener(reading);
    listener = reading;
    // Committed offsets are for tools only: the store's positions say where to read on. Manual, so
    // that nothing is committed that was not applied.
    container.setAckMode(ContainerProperties.AckMode.MANUAL);
    container.setSyncCommits(false);
    // A seek that another thread asked for waits for the poll to end.
    container.setPollTimeout(POLL.toMillis());
    container.setShutdownTimeout(SHUTDOWN.toMillis());
    container.setIdlePartitionEventInterval(ProjectionListener.QUIET.toMillis());
    container.setAuthExceptionRetryInterval(DENIED_PAUSE);
    this.container = new ConcurrentMessageListenerContainer<>(consumers(), container);
    this.container.setConcurrency(properties.concurrency());
    this.container.setBeanName(properties.group());
    this.container.setApplicationEventPublisher(event -> heard(event, reading));
    this.container.start();
    LOG.info("Reading {} as {}", Topics.SCORE_EVENTS, properties.group());
  }

  /** On the threads that read. */
  private void heard(Object event, ProjectionListener reading) {
    if (event instanceof ListenerContainerPartitionIdleEvent idle) {
      reading.quiet(idle.getTopicPartition(), idle.getConsumer());
    } else if (event instanceof ConsumerRetryAuthEvent denied) {
      status.denied(
          "Kafka denies %s the log (%s): mend its leaderboard.log.client or its rights; tried again every %d s"
              .formatted(properties.group(), denied.getReason(), DENIED_PAUSE.toSeconds()));
    } else if (event instanceof ConsumerRetryAuthSuccessfulEvent) {
      status.admitted();
    } else if (event instanceof ConsumerStoppedEvent stopped
        && stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
      status.ended(
          "a consumer has ended for good (%s, the service's log says why): restart the service"
              .formatted(stopped.getReason()));
    }
  }

  private DefaultKafkaConsumerFactory<byte[], byte[]> consumers() {
    Map<String, Object> config = logProperties.clientSettings(properties.group());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
    config.put(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) properties.sessionTimeout().toMillis());
    config.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        (int) Math.min(properties.sessionTimeout().toMillis() / 3, LONGEST_HEARTBEAT.toMillis()));
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new DefaultKafkaConsumerFactory<>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
