package io.leaderboard.query.profile;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfileCodec;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.log.TopicTail;
import io.leaderboard.query.metrics.QueryMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code users} from its start and follows it. As long as the topic is not there, nobody has
 * a name. One thread reads; boards are served meanwhile.
 */
final class ProfileTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileTail.class);

  private final ProfileTable profiles;
  private final QueryMetrics metrics;
  private final TopicTail tail;

  /**
   * @param log nothing is read before it is open
   */
  ProfileTail(LogProperties properties, LogView log, ProfileTable profiles, QueryMetrics metrics) {
    this.profiles = profiles;
    this.metrics = metrics;
    this.tail =
        new TopicTail(
            properties,
            log,
            Topics.USERS,
            "query-service-users",
            IsolationLevel.READ_UNCOMMITTED,
            this::apply);
  }

  /** Begins to read. Call it once. */
  void start() {
    tail.start();
  }

  @Override
  public void close() {
    tail.close();
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
}
