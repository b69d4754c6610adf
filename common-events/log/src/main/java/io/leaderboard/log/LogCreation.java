package io.leaderboard.log;

import io.leaderboard.events.game.DefinitionBounds;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates what a log is made of where it is missing: its topics, and the settings it begins with.
 */
final class LogCreation {
  private static final Logger LOG = LoggerFactory.getLogger(LogCreation.class);

  private static final String FOREVER = "-1";

  private final Admin admin;
  private final LogProperties properties;
  private final String clientId;

  LogCreation(Admin admin, LogProperties properties, String clientId) {
    this.admin = admin;
    this.properties = properties;
    this.clientId = clientId;
  }

  /** Creates {@code games}, which must be there before the settings can be known. */
  void createGames() throws InterruptedException, ExecutionException {
    create(topic(Topics.GAMES, 1, Map.of(TopicConfig.RETENTION_MS_CONFIG, FOREVER)));
  }

  /** Creates every other topic that is missing. */
  void createOthers(LogSettings settings) throws InterruptedException, ExecutionException {
    Map<String, String> forever =
        Map.of(
            TopicConfig.RETENTION_MS_CONFIG, FOREVER, TopicConfig.RETENTION_BYTES_CONFIG, FOREVER);
    create(topic(Topics.SCORE_EVENTS, settings.partitions(), forever));
    create(topic(Topics.SCORE_EVENTS_DLT, settings.partitions(), forever));
    // Pages and their manifest are read in one order, and are few.
    create(topic(Topics.FINAL_STANDINGS, 1, forever));
    Map<String, String> compacted =
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    // One record a board and period, whoever wrote it how often.
    create(topic(Topics.FINAL_MANIFESTS, 1, compacted));
    create(topic(Topics.USERS, settings.partitions(), UsersTopic.configs()));
  }

  /**
   * Writes what a log that has no settings begins with: the bounds of definitions and then the
   * settings. What has settings is a log, and one whose creator was killed between the two must not
   * be without bounds for ever.
   */
  void writeSettings() throws ExecutionException, InterruptedException {
    DefinitionBounds bounds =
        new DefinitionBounds(properties.maxGames(), properties.maxDefinitionBytes(), true);
    LogSettings settings =
        new LogSettings(
            properties.partitions(), properties.duplicateWindow(), System.currentTimeMillis());
    Map<String, Object> config = properties.clientSettings(clientId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) properties.requestTimeout().toMillis());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.requestTimeout().toMillis());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(LogRecords.of(bounds)).get();
      producer.send(LogRecords.of(settings)).get();
    }
  }

  private NewTopic topic(String name, int partitions, Map<String, String> configs) {
    Map<String, String> all = new HashMap<>(configs);
    all.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(properties.minInsyncReplicas()));
    return new NewTopic(name, partitions, properties.replicationFactor()).configs(all);
  }

  private void create(NewTopic topic) throws InterruptedException, ExecutionException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      LOG.info("Created the topic {} with {} partition(s)", topic.name(), topic.numPartitions());
    } catch (ExecutionException e) {
      // Another service was faster, or it was there before.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
