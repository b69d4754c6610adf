package io.leaderboard.log;

import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.ProfileTable;
import io.leaderboard.events.user.UserProfileCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code users} from its start into a table and follows it. As long as the topic is not
 * there, nobody has a name. One thread reads; the table is asked meanwhile. Thread-safe.
 */
public final class UsersTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsersTail.class);

  private final LogView log;
  private final ProfileTable profiles;
  private final Runnable unreadable;
  private final TopicTail tail;
  private final SharedQuestion<Map<Integer, Long>> ends = new SharedQuestion<>(this::askForEnds);

  /**
   * A reader of users.
   *
   * @param log nothing is read before it is open
   * @param profiles filled by this alone
   * @param clientId names the reader in Kafka's own logs and metrics
   * @param unreadable told of each record that is left out
   */
  public UsersTail(
      LogProperties properties,
      LogView log,
      ProfileTable profiles,
      String clientId,
      Runnable unreadable) {
    this.log = log;
    this.profiles = profiles;
    this.unreadable = unreadable;
    this.tail =
        new TopicTail(
            properties, log, Topics.USERS, clientId, IsolationLevel.READ_UNCOMMITTED, this::apply);
  }

  /** Begins to read. Call it once. */
  public void start() {
    tail.start();
  }

  /**
   * Completes once the table was told of everything that a partition of {@code users} held when
   * this was called; a future of the caller's own, who gives it a time-out. All who ask at a time
   * share one question to Kafka.
   */
  public CompletableFuture<Void> level(int partition) {
    TopicPartition of = new TopicPartition(Topics.USERS, partition);
    return ends.ask().thenCompose(known -> tail.reached(of, known.getOrDefault(partition, 0L)));
  }

  @Override
  public void close() {
    tail.close();
  }

  private CompletableFuture<Map<Integer, Long>> askForEnds() {
    return log.admin().ends(Topics.USERS, log.games().settings().orElseThrow().partitions());
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
      unreadable.run();
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
