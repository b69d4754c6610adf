package io.leaderboard.log;

import io.leaderboard.events.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How {@code users} forgets: what was replaced or erased is gone from Kafka within about a day of
 * the next record that is written to its partition, and readers who were away for a week still see
 * that it was erased.
 */
final class UsersTopic {
  private static final Logger LOG = LoggerFactory.getLogger(UsersTopic.class);

  private static final long DAY = 86_400_000;

  /** Milliseconds that each may be at most. */
  private static final Map<String, Long> AT_MOST =
      Map.of(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, DAY, TopicConfig.SEGMENT_MS_CONFIG, DAY);

  /** Milliseconds that each must be at least. */
  private static final Map<String, Long> AT_LEAST =
      Map.of(TopicConfig.DELETE_RETENTION_MS_CONFIG, 7 * DAY);

  private UsersTopic() {}

  /** What it is created with. */
  static Map<String, String> configs() {
    Map<String, String> configs = new TreeMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    AT_MOST.forEach((key, millis) -> configs.put(key, millis.toString()));
    AT_LEAST.forEach((key, millis) -> configs.put(key, millis.toString()));
    return configs;
  }

  /**
   * Sets what a topic of before lacks; says what to do where that is not allowed, and goes on:
   * everything works but that names stay longer.
   */
  static void mend(Admin admin) throws InterruptedException, ExecutionException {
    ConfigResource users = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USERS);
    Config config =
        Objects.requireNonNull(admin.describeConfigs(List.of(users)).all().get().get(users));
    Map<String, String> lacking = new TreeMap<>();
    AT_MOST.forEach(
        (key, most) -> {
          if (millis(config, key) > most) {
            lacking.put(key, most.toString());
          }
        });
    AT_LEAST.forEach(
        (key, least) -> {
          if (millis(config, key) < least) {
            lacking.put(key, least.toString());
          }
        });
    if (lacking.isEmpty()) {
      return;
    }
    try {
      Collection<AlterConfigOp> set = new ArrayList<>();
      lacking.forEach(
          (key, value) ->
              set.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
      admin.incrementalAlterConfigs(Map.of(users, set)).all().get();
      LOG.info("Set {} on the topic {}: what is erased is gone in time", lacking, Topics.USERS);
    } catch (ExecutionException e) {
      LOG.warn(
          "What is erased from the topic {} stays in Kafka longer than it should. Set {} on it: {}",
          Topics.USERS,
          lacking,
          String.valueOf(e.getCause()));
    }
  }

  private static long millis(Config config, String key) {
    ConfigEntry entry = config.get(key);
    return entry == null || entry.value() == null ? 0 : Long.parseLong(entry.value());
  }
}
