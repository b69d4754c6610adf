package io.leaderboard.log;

import io.leaderboard.events.game.GameRecordCodec;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.GamesFold.Outcome;
import io.leaderboard.events.score.UndecodableRecordException;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code games} from its start and follows it. {@link #poll}, {@link #catchUp}, {@link
 * #forget} and {@link #release} belong to one thread; the others may be called from any.
 */
final class GamesReader {
  private static final Logger LOG = LoggerFactory.getLogger(GamesReader.class);

  private static final TopicPartition GAMES = new TopicPartition(Topics.GAMES, 0);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Whoever waits for what was written waits for a pause, so that it is short. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final LogProperties properties;
  private final String clientId;
  private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE);
  private GamesFold fold = new GamesFold();
  private final OffsetWaits waits = new OffsetWaits();
  private final Map<Long, CompletableFuture<Outcome>> askedForOutcome = new ConcurrentHashMap<>();
  private Outcomes recent = new Outcomes();

  // Made by the thread that polls; read by others only to wake it up.
  private volatile @Nullable TopicReader reader;
  private volatile Games games = Games.NONE;

  GamesReader(LogProperties properties, String clientId) {
    this.properties = properties;
    this.clientId = clientId;
  }

  Games games() {
    return games;
  }

  /**
   * Completes with a view that holds every record before {@code end}: at once when it was read,
   * else as soon as it is, because Kafka answers a poll that waits with what is written meanwhile.
   */
  CompletableFuture<Games> reached(long end) {
    return bounded(waits.until(end)).thenApply(read -> games);
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

  /**
   * Reads to the end that {@code games} has now, for as long as it takes; fails when nothing comes
   * within the request timeout.
   *
   * @throws LogRefusedException when {@code games} does not hold what is to be read next
   */
  Games catchUp() {
    try {
      reader().readOn(List.of(GAMES), properties.requestTimeout(), () -> true, this::apply);
    } catch (OffsetOutOfRangeException e) {
      throw lost(e);
    }
    return games;
  }

  /**
   * Applies what has come. Pauses when Kafka fails, longer each time.
   *
   * @throws LogRefusedException when {@code games} does not hold what is to be read next
   */
  void poll() {
    try {
      apply(reader().poll(POLL));
      pauses.succeeded();
    } catch (WakeupException e) {
      LOG.trace("Closed while polling", e);
    } catch (OffsetOutOfRangeException e) {
      throw lost(e);
    } catch (KafkaException e) {
      pauses.failed(e);
    }
  }

  /** A topic that is not what it was: what was counted by it may not be counted on by another. */
  private static LogRefusedException lost(OffsetOutOfRangeException e) {
    return new LogRefusedException(
        ("The topic %s holds nothing at offset %d: it was made anew, or its beginning was deleted,"
                + " and what this log's events count by is gone from it. %s")
            .formatted(
                Topics.GAMES,
                e.offsetOutOfRangePartitions().getOrDefault(GAMES, 0L),
                LogCheck.RESTORE_GAMES));
  }

  void close() {
    pauses.stop();
    TopicReader open = reader;
    if (open != null) {
      open.wakeup();
    }
  }

  /** Begins again, with nothing known: {@code games} is another topic than the one read so far. */
  void forget() {
    disconnect();
    fold = new GamesFold();
    recent = new Outcomes();
    waits.read(0);
    games = Games.NONE;
  }

  /** Gives the connection back and fails those who still wait. */
  void release() {
    disconnect();
    IllegalStateException closed = new IllegalStateException("games is not followed any more");
    waits.fail(closed);
    askedForOutcome.values().forEach(each -> each.completeExceptionally(closed));
  }

  private void disconnect() {
    TopicReader open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }

  private void apply(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    boolean any = false;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      any = true;
      try {
        byte[] value = record.value();
        recent.put(record.offset(), fold.apply(GameRecordCodec.decode(value), value.length));
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
    waits.read(reader().position(GAMES));
  }

  private TopicReader reader() {
    TopicReader open = reader;
    if (open == null) {
      // "none": a beginning that was deleted is an error, and not read past.
      open =
          TopicReader.open(
              properties,
              clientId,
              IsolationLevel.READ_UNCOMMITTED,
              Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
      open.seek(GAMES, 0);
      reader = open;
    }
    return open;
  }

  private <T> CompletableFuture<T> bounded(CompletableFuture<T> asked) {
    return asked.orTimeout(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the latest records did, at most {@value #KEPT} of them. Thread-safe. */
  private static final class Outcomes {
    private static final int KEPT = 10_000;

    private final ConcurrentSkipListMap<Long, Outcome> outcomes = new ConcurrentSkipListMap<>();

    void put(long offset, Outcome outcome) {
      outcomes.put(offset, outcome);
      Iterator<Map.Entry<Long, Outcome>> oldest = outcomes.entrySet().iterator();
      while (oldest.hasNext() && oldest.next().getKey() <= offset - KEPT) {
        oldest.remove();
      }
    }

    @Nullable Outcome get(long offset) {
      return outcomes.get(offset);
    }
  }
}
