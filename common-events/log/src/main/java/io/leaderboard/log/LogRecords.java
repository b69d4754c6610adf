package io.leaderboard.log;

import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameRecord;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.GameSeen;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.PartitionKey;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.events.user.UserProfile;
import io.leaderboard.events.user.UserProfileCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The records of the log as Kafka's producer takes them: topic, key, value and headers. */
public final class LogRecords {
  private static final byte[] GAME_TYPE = ascii(Topics.GAME_RECORD_TYPE);
  private static final byte[] SCORE_TYPE = ascii(Topics.SCORE_RECORD_TYPE);
  private static final byte[] PROFILE_TYPE = ascii(Topics.USER_PROFILE_TYPE);

  private LogRecords() {}

  /**
   * A record of {@link Topics#GAMES}, whose only partition is 0; settings and bounds have no key.
   */
  public static ProducerRecord<byte[], byte[]> of(GameRecord game) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.GAMES, 0, key(game), GameRecordCodec.encode(game));
    record.headers().add(Topics.CONTENT_TYPE_HEADER, GAME_TYPE);
    return record;
  }

  /**
   * A record of {@code score-events}. Kafka's own partitioner chooses the partition by the key
   * (murmur2), so that every producer in any language agrees.
   */
  public static ProducerRecord<byte[], byte[]> of(ScoreEvent event) {
    return of(event, PartitionKey.of(event.gameId(), event.userId()), null);
  }

  /**
   * A record of {@code score-events} in the partition that Kafka's own partitioner would choose of
   * as many as the log was created with, however many the topic was given since.
   *
   * @param partitions of {@link io.leaderboard.events.game.LogSettings}
   */
  public static ProducerRecord<byte[], byte[]> of(ScoreEvent event, int partitions) {
    byte[] key = PartitionKey.of(event.gameId(), event.userId());
    return of(event, key, partition(key, partitions));
  }

  private static ProducerRecord<byte[], byte[]> of(
      ScoreEvent event, byte[] key, @Nullable Integer partition) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.SCORE_EVENTS, partition, key, ScoreRecordCodec.encode(event));
    record.headers().add(Topics.CONTENT_TYPE_HEADER, SCORE_TYPE);
    return record;
  }

  /**
   * The copy of a closing that stands in one partition of {@code score-events}. It has no key,
   * because it belongs to no user.
   */
  public static ProducerRecord<byte[], byte[]> of(PeriodsClosed closed, int partition) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.SCORE_EVENTS, partition, null, ScoreRecordCodec.encode(closed));
    record.headers().add(Topics.CONTENT_TYPE_HEADER, SCORE_TYPE);
    return record;
  }

  /**
   * A record of {@code users}, in the partition that Kafka's own partitioner would choose of as
   * many as the log was created with.
   *
   * @param profile null for the tombstone that erases the user
   * @param partitions of {@link io.leaderboard.events.game.LogSettings}
   */
  public static ProducerRecord<byte[], byte[]> ofUser(
      String userId, @Nullable UserProfile profile, int partitions) {
    byte[] key = userId.getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.USERS,
            partition(key, partitions),
            key,
            profile == null ? null : UserProfileCodec.encode(profile));
    record.headers().add(Topics.CONTENT_TYPE_HEADER, PROFILE_TYPE);
    return record;
  }

  /** The partition, of so many, that Kafka's own partitioner chooses for a key. */
  public static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private static byte @Nullable [] key(GameRecord game) {
    if (game instanceof GameDefined defined) {
      return ascii(defined.definition().gameId());
    }
    return game instanceof GameSeen seen ? ascii(seen.definition().gameId()) : null;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
