package io.leaderboard.log;

import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code games} from its start and follows it. {@link #poll}, {@link #catchUp} and {@link
 * #release} belong to one thread; the others may be called from any.
 */
final class GamesTail {
  private static final Logger LOG = LoggerFactory.getLogger(GamesTail.class);

  private static final TopicPartition GAMES = new TopicPartition(Topics.GAMES, 0);
  private static final Duration POLL = Duration.ofMillis(500);

  private final LogProperties properties;
  private final String clientId;
  private final GamesFold fold = new GamesFold();
  private final Queue<CompletableFuture<Games>> askedToReadToEnd = new ConcurrentLinkedQueue<>();
  private final Map<Long, CompletableFuture<Outcome>> askedForOutcome = new ConcurrentHashMap<>();
  private final OutcomesByOffset recent = new OutcomesByOffset();

  // Made by the thread that polls; read by others only to wake it up.
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile Games games = Games.NONE;

  GamesTail(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  Games games() {
    return games;
  }

  CompletableFuture<Games> readToEnd() {
    CompletableFuture<Games> asked = bounded(new CompletableFuture<>());
    boolean first = askedToReadToEnd.isEmpty();
    askedToReadToEnd.add(asked);
    if (first) {
      // Whoever comes later finds the thread awake: it does not wait while anyone has asked.
      wakeUp();
    }
    return asked;
  }

  CompletableFuture<Outcome> outcomeOf(long offset) {
    CompletableFuture<Outcome> asked = bounded(new CompletableFuture<>());
    askedForOutcome.put(offset, asked);
    // The record may have been read before its writer asked: looked up after the question stands,
    // so that it is answered here or by the thread that reads.
    Outcome known = recent.get(offset);
    if (known != null) {
      asked.complete(known);
    }
    return asked.whenComplete((outcome, failure) -> askedForOutcome.remove(offset));
  }

  /** Reads to the current end, whatever it takes within the request timeout. */
  Games catchUp() {
    KafkaConsumer<byte[], byte[]> open = consumer();
    long end = open.endOffsets(List.of(GAMES)).getOrDefault(GAMES, 0L);
    long deadline = System.nanoTime() + properties.requestTimeout().toNanos();
    while (open.position(GAMES) < end) {
      if (System.nanoTime() > deadline) {
        throw new KafkaException("games could not be read to its end in time");
      }
      apply(open.poll(POLL));
    }
    return games;
  }

  /** Applies what has come, and answers who asked. */
  void poll() {
    try {
      apply(consumer().poll(askedToReadToEnd.isEmpty() ? POLL : Duration.ZERO));
    } catch (WakeupException e) {
      LOG.trace("Asked to read to the end", e);
    } catch (KafkaException e) {
      LOG.warn("Following games: {}", e.getMessage());
    }
    answer();
  }

  private void answer() {
    CompletableFuture<Games> asked = askedToReadToEnd.peek();
    if (asked == null) {
      return;
    }
    // Everyone who has asked before the end was looked up is served by it.
    int waiting = askedToReadToEnd.size();
    try {
      Games read = catchUp();
      for (int i = 0; i < waiting; i++) {
        CompletableFuture<Games> next = askedToReadToEnd.poll();
        if (next != null) {
          next.complete(read);
        }
      }
    } catch (WakeupException e) {
      LOG.trace("Asked again to read to the end", e);
    } catch (KafkaException e) {
      for (int i = 0; i < waiting; i++) {
        CompletableFuture<Games> next = askedToReadToEnd.poll();
        if (next != null) {
          next.completeExceptionally(e);
        }
      }
    }
  }

  void close() {
    wakeUp();
  }

  /** Gives the connection back and fails those who still wait. */
  void release() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.close();
    }
    IllegalStateException closed = new IllegalStateException("the log was closed");
    askedToReadToEnd.forEach(asked -> asked.completeExceptionally(closed));
    askedForOutcome.values().forEach(asked -> asked.completeExceptionally(closed));
  }

  private void apply(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    boolean any = false;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      any = true;
      try {
        recent.put(record.offset(), fold.apply(GameRecordCodec.decode(record.value())));
      } catch (UndecodableRecordException e) {
        LOG.error(
            "The record of games at offset {} is left out: {}", record.offset(), e.getMessage());
        recent.put(record.offset(), Outcome.IGNORED);
      }
    }
    if (any) {
      // The view first: who learns of an outcome finds it there.
      games = fold.snapshot();
      askedForOutcome.forEach(
          (offset, asked) -> {
            Outcome outcome = recent.get(offset);
            if (outcome != null) {
              asked.complete(outcome);
            }
          });
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open == null) {
      Map<String, Object> config = properties.clientSettings(clientId);
      config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
      config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
      open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      open.assign(List.of(GAMES));
      open.seek(GAMES, 0);
      consumer = open;
    }
    return open;
  }

  private void wakeUp() {
    KafkaConsumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
  }

  private <T> CompletableFuture<T> bounded(CompletableFuture<T> asked) {
    return asked.orTimeout(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
