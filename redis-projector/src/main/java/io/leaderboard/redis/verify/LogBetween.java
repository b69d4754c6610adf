package io.leaderboard.redis.verify;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogProperties;
import io.leaderboard.projection.PartitionReader;
import io.leaderboard.projection.ResumePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what lies between what Redis and Cassandra held. */
final class LogBetween {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private record User(String gameId, String userId) {}

  private final LogProperties properties;
  private final int duplicateWindow;

  LogBetween(LogProperties properties, int duplicateWindow) {
    this.properties = properties;
    this.duplicateWindow = duplicateWindow;
  }

  /**
   * Folds what lies between into each pair.
   *
   * @param pairs of one partition
   * @param from a place before all of them, and what is closed there
   */
  void fold(int number, List<OpenPair> pairs, ResumePoint from) {
    TopicPartition partition = new TopicPartition(Topics.SCORE_EVENTS, number);
    Map<User, List<OpenPair>> byUser = new HashMap<>();
    long through = -1;
    for (OpenPair pair : pairs) {
      if (pair.after() < from.offset() - 1) {
        throw new VerificationFailedException(
            "Redis was set back while it was compared; verify again");
      }
      through = Math.max(through, pair.row().offset());
      byUser
          .computeIfAbsent(
              new User(pair.place().board().gameId(), pair.place().userId()),
              user -> new ArrayList<>())
          .add(pair);
    }
    Map<String, Object> config = properties.clientSettings("redis-projector-verify");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      long start = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
      PartitionReader reader =
          new PartitionReader(number, from, start, duplicateWindow, 0, records -> {});
      consumer.seek(partition, reader.readFrom());
      long heard = System.nanoTime();
      while (consumer.position(partition) <= through) {
        List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
        if (!records.isEmpty()) {
          heard = System.nanoTime();
          for (EventEntry entry : reader.read(records).events()) {
            User user = new User(entry.event().gameId(), entry.event().userId());
            byUser.getOrDefault(user, List.of()).forEach(pair -> pair.add(entry));
          }
        } else if (System.nanoTime() - heard > SILENCE_NANOS) {
          throw new VerificationFailedException(
              "%s cannot be read up to %d now; is Kafka away?".formatted(partition, through));
        }
      }
    }
  }
}
