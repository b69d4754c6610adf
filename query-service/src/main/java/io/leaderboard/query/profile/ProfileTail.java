package io.leaderboard.query.profile;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfileCodec;
import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogProperties;
import io.leaderboard.query.metrics.QueryMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code users} from its start and follows it. As long as the topic is not there, nobody has
 * a name. One thread reads; boards are served meanwhile.
 */
final class ProfileTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileTail.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final LogProperties properties;
  private final EventLog log;
  private final ProfileTable profiles;
  private final QueryMetrics metrics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param log nothing is read before it is open
   */
  ProfileTail(LogProperties properties, EventLog log, ProfileTable profiles, QueryMetrics metrics) {
    this.properties = properties;
    this.log = log;
    this.profiles = profiles;
    this.metrics = metrics;
    this.thread = new Thread(this::run, "users");
    thread.setDaemon(true);
  }

  /** Begins to read. Call it once. */
  void start() {
    thread.start();
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
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() throws InterruptedException {
    Map<String, Object> config = properties.clientSettings("query-service-users");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.USERS).stream()
              .map(partition -> new TopicPartition(Topics.USERS, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!isClosed() && !partitions.isEmpty()) {
        consumer.poll(POLL).forEach(this::apply);
      }
    } catch (KafkaException e) {
      LOG.warn("The users cannot be read now, and are read again: {}", e.getMessage());
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    try {
      // The key decides whose name it is: one that no service writes is nobody's.
      Identifiers.requireUserId("key", text(record.key()));
      if (record.value() == null) {
        profiles.remove(record.key());
      } else {
        profiles.put(record.key(), UserProfileCodec.decode(record.value()));
      }
    } catch (UndecodableRecordException | InvalidFieldException e) {
      metrics.profileUnreadable();
      LOG.warn(
          "The user at {}:{} cannot be read and is left out: {}",
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private static String text(byte[] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() throws InterruptedException {
    var unused = closed.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
