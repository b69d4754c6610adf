package io.leaderboard.query.archive;

import io.leaderboard.events.finals.FinalRecordCodec;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import io.leaderboard.log.TopicTail;
import io.leaderboard.query.board.Announced;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows {@code final-manifests}, and knows by it what was {@linkplain Announced announced}. */
final class ManifestTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestTail.class);

  /** Its end is asked for twice a second. */
  private static final Duration MOST_BEHIND = Duration.ofSeconds(2);

  private final TopicTail tail;
  private final Announced announced = new Announced(this::isLevel);
  private volatile boolean copied;
  private volatile boolean unreadable;

  ManifestTail(LogProperties properties, LogView log) {
    this.tail =
        new TopicTail(
            properties,
            log,
            Topics.FINAL_MANIFESTS,
            "query-service-manifests",
            IsolationLevel.READ_COMMITTED,
            this::take);
  }

  /** Begins to read. Call it once. */
  void start() {
    tail.start();
  }

  /** What was announced as far as it is read. */
  Announced announced() {
    return announced;
  }

  @Override
  public void close() {
    tail.close();
  }

  /** Before the word that all are there, an old log's manifests may be missing. */
  private boolean isLevel() {
    return copied && !unreadable && tail.holdsAllOf(MOST_BEHIND);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      FinalRecordCodec.manifest(record.key(), record.value())
          .ifPresentOrElse(announced::add, () -> copied = true);
    } catch (UndecodableRecordException e) {
      // Perhaps of a later version. The archive is asked for every closed period from now on.
      unreadable = true;
      LOG.warn(
          "The manifest at {}:{} of {} cannot be read: {}",
          record.partition(),
          record.offset(),
          record.topic(),
          e.getMessage());
    }
  }
}
