package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.score.ScoreRecordCodec;
import io.leaderboard.events.topic.PartitionKey;
import io.leaderboard.events.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log as the ingest service does, without HTTP: some 400,000 events a second. The topics
 * are there already. For one thread.
 */
final class LogWriter implements AutoCloseable {
  private static final int MOST_PARTITIONS = 1_024;
  private static final byte[] GAME_TYPE = ascii(Topics.GAME_RECORD_TYPE);
  private static final byte[] SCORE_TYPE = ascii(Topics.SCORE_RECORD_TYPE);

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLongArray ends = new AtomicLongArray(MOST_PARTITIONS);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  LogWriter(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** A game that is new. */
  void define(GameDefinition game) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.GAMES,
            0,
            ascii(game.gameId()),
            GameRecordCodec.encode(new GameDefined(game, 0, System.currentTimeMillis())));
    record.headers().add(Topics.CONTENT_TYPE_HEADER, GAME_TYPE);
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new CommandException("Kafka does not take a definition: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /**
   * Writes events and waits until the log holds them.
   *
   * @return the last offset of each partition, of all that was ever written here
   */
  Map<Integer, Long> write(long count, LongFunction<ScoreEvent> events) {
    for (long i = 0; i < count; i++) {
      ScoreEvent event = events.apply(i);
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              Topics.SCORE_EVENTS,
              PartitionKey.of(event.gameId(), event.userId()),
              ScoreRecordCodec.encode(event));
      record.headers().add(Topics.CONTENT_TYPE_HEADER, SCORE_TYPE);
      var unused =
          producer.send(
              record,
              (written, failed) -> {
                if (failed != null) {
                  failure.compareAndSet(null, failed);
                } else {
                  ends.accumulateAndGet(written.partition(), written.offset() + 1, Math::max);
                }
              });
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new CommandException("Kafka does not take the events: " + failed, failed);
    }
    Map<Integer, Long> last = new TreeMap<>();
    for (int partition = 0; partition < MOST_PARTITIONS; partition++) {
      if (ends.get(partition) > 0) {
        last.put(partition, ends.get(partition) - 1);
      }
    }
    return last;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    producer.close();
  }
}
