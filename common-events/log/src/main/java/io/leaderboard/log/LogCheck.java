package io.leaderboard.log;

import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.topic.Topics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the topics that are there are those of a log that can be worked on. */
final class LogCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);

  /** What to do about a {@code games} that does not hold what was read from it. */
  static final String RESTORE_GAMES =
      "Restore "
          + Topics.GAMES
          + " from a backup, or start a new log in another Kafka; then restart the service.";

  private final Admin admin;

  LogCheck(Admin admin) {
    this.admin = admin;
  }

  /**
   * Checks {@code score-events} and {@code users} against the settings.
   *
   * @return the topic id of {@code score-events}
   * @throws LogRefusedException when their partitions are others than the log was created with, or
   *     when {@code users} is not compacted
   */
  String check(LogSettings settings) throws InterruptedException, ExecutionException {
    TopicDescription topic = scoreEvents(settings);
    checkUsers(settings);
    int replicas = topic.partitions().get(0).replicas().size();
    if (replicas < 3) {
      LOG.warn(
          "The topic {} has {} replica(s): an acknowledged event can be lost with a disk. Run it"
              + " with 3 replicas and min.insync.replicas 2.",
          Topics.SCORE_EVENTS,
          replicas);
    }
    String inSync = config(Topics.SCORE_EVENTS, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (inSync.equals("1")) {
      LOG.warn(
          "The topic {} has {}=1: an event is acknowledged that a single disk may hold. Set it to 2"
              + " with 3 replicas.",
          Topics.SCORE_EVENTS,
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    }
    return topic.topicId().toString();
  }

  /** Which topic {@code games} is now. */
  String gamesId() throws InterruptedException, ExecutionException {
    return describe(Topics.GAMES).topicId().toString();
  }

  /**
   * Looks again at a log that is open.
   *
   * @param gamesId which topic {@code games} was when it was opened
   * @return which topic {@code score-events} is now
   * @throws LogRefusedException when {@code games} is another one, or when the partitions of {@code
   *     score-events} are others than the log was created with
   */
  String confirm(LogSettings settings, String gamesId)
      throws InterruptedException, ExecutionException {
    String gamesNow = gamesId();
    if (!gamesNow.equals(gamesId)) {
      throw new LogRefusedException(
          ("The topic %s was made anew (its id was %s and is %s): what this log's events count by"
                  + " is gone from it. %s")
              .formatted(Topics.GAMES, gamesId, gamesNow, RESTORE_GAMES));
    }
    return scoreEvents(settings).topicId().toString();
  }

  private TopicDescription scoreEvents(LogSettings settings)
      throws InterruptedException, ExecutionException {
    TopicDescription topic = describe(Topics.SCORE_EVENTS);
    int partitions = topic.partitions().size();
    if (partitions != settings.partitions()) {
      throw new LogRefusedException(
          ("The topic %s has %d partitions, but this log was created with %d, and every user's"
                  + " place depends on that. Restore the topic with %d partitions (OPERATIONS.md,"
                  + " 'Other partitions'), or start a new log in another Kafka.")
              .formatted(
                  Topics.SCORE_EVENTS, partitions, settings.partitions(), settings.partitions()));
    }
    return topic;
  }

  /**
   * A profile that is looked for in another partition than it was written to would be unknown, and
   * a tombstone would not erase it; without compaction profiles would go with their age.
   */
  private void checkUsers(LogSettings settings) throws InterruptedException, ExecutionException {
    int partitions = describe(Topics.USERS).partitions().size();
    if (partitions != settings.partitions()) {
      throw new LogRefusedException(
          ("The topic %s has %d partitions, but this log was created with %d, and every user's"
                  + " place depends on that. Create it anew with %d partitions, and write the"
                  + " profiles again.")
              .formatted(Topics.USERS, partitions, settings.partitions(), settings.partitions()));
    }
    String policy = config(Topics.USERS, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new LogRefusedException(
          ("The topic %s has %s=%s, so that profiles would be lost with their age. Set %s=%s on"
                  + " it, and start again.")
              .formatted(
                  Topics.USERS,
                  TopicConfig.CLEANUP_POLICY_CONFIG,
                  policy,
                  TopicConfig.CLEANUP_POLICY_CONFIG,
                  TopicConfig.CLEANUP_POLICY_COMPACT));
    }
    UsersTopic.mend(admin);
  }

  private String config(String topic, String key) throws InterruptedException, ExecutionException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry entry =
        Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
            .get(key);
    return entry == null || entry.value() == null ? "" : entry.value();
  }

  private TopicDescription describe(String topic) throws InterruptedException, ExecutionException {
    try {
      return Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
          .get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new MissingTopicException(topic, e);
      }
      throw e;
    }
  }
}
