package io.leaderboard.redis.closing;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.period.DueClosing;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.log.LogRecords;
import io.leaderboard.projection.ProjectionStatus;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import io.leaderboard.redis.publish.AcknowledgedProducer;
import io.lettuce.core.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Closes periods of games that close automatically: the owner of a partition writes the partition's
 * own copy of the closing, when a period has ended and the game's lateness has passed.
 *
 * <p>What is closed already is what Redis has applied, and so as old as the partition's position:
 * therefore only a partition that is level with the log is closed. Until a copy that was written is
 * applied, no other is written for that game and partition. A former owner, or one whose copy was
 * written though it believes it was not, writes it once more: only the first counts. Called by one
 * thread.
 */
public final class ClosingSchedule {
  private record Copy(int partition, String gameId) {}

  private final LogView log;
  private final ProjectionStatus status;
  private final GenerationKeeper keeper;
  private final RedisLink redis;
  private final AcknowledgedProducer producer;
  private final Clock clock;
  private final Counter written;
  private final Map<Copy, Future<RecordMetadata>> outstanding = new HashMap<>();

  /**
   * @param status tells which partitions are owned here and how far they are
   * @param clock tells when a period has ended
   */
  public ClosingSchedule(
      LogView log,
      ProjectionStatus status,
      GenerationKeeper keeper,
      RedisLink redis,
      AcknowledgedProducer producer,
      Clock clock,
      MeterRegistry registry) {
    this.log = log;
    this.status = status;
    this.keeper = keeper;
    this.redis = redis;
    this.producer = producer;
    this.clock = clock;
    this.written =
        Counter.builder("leaderboard.redis.closings.written")
            .description("Records written that close periods, one for each game and partition")
            .register(registry);
  }

  /**
   * Looks once.
   *
   * @throws RuntimeException when Redis or Kafka is away; what was written stays written
   */
  public void round() {
    Generation generation = log.isOpen() ? keeper.applied().orElse(null) : null;
    if (generation == null) {
      return;
    }
    forgetWhatIsApplied();
    Map<String, Long> due = due();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int partition : status.owned()) {
      if (!due.isEmpty() && isLevel(partition)) {
        close(generation, partition, due, sent);
      }
    }
    sent.forEach(ClosingSchedule::await);
  }

  private boolean isLevel(int partition) {
    // Nothing is applied of a partition without any record; it needs its copy as every other one.
    OptionalLong end = log.end(partition);
    return end.isPresent() && status.applied(partition).orElse(-1) + 1 >= end.getAsLong();
  }

  /** By game until when it is to be closed, when that is more than is closed from the start. */
  private Map<String, Long> due() {
    long now = clock.millis();
    Map<String, Long> due = new TreeMap<>();
    for (Game game : log.games().all()) {
      DueClosing.through(game.definition(), now).stream()
          .filter(through -> through > game.closedFromStart())
          .forEach(through -> due.put(game.id(), through));
    }
    return due;
  }

  private void close(
      Generation generation,
      int partition,
      Map<String, Long> due,
      List<Future<RecordMetadata>> sent) {
    String[] fields =
        due.keySet().stream()
            .map(gameId -> RedisLayout.closing(partition, gameId))
            .toArray(String[]::new);
    // Every bucket has all closings; of a level partition they are level too.
    Map<String, String> closed = new HashMap<>();
    for (KeyValue<String, String> field :
        redis.commands().hmget(RedisLayout.closings(generation.id(), 0), fields)) {
      field.ifHasValue(through -> closed.put(field.getKey(), through));
    }
    due.forEach(
        (gameId, through) -> {
          Copy copy = new Copy(partition, gameId);
          String held = closed.get(RedisLayout.closing(partition, gameId));
          boolean open = held == null || Long.parseLong(held) < through;
          if (open && !outstanding.containsKey(copy)) {
            Future<RecordMetadata> sending =
                producer.get().send(LogRecords.of(new PeriodsClosed(gameId, through), partition));
            outstanding.put(copy, sending);
            sent.add(sending);
            written.increment();
          }
        });
  }

  private void forgetWhatIsApplied() {
    Set<Integer> owned = status.owned();
    outstanding
        .entrySet()
        .removeIf(
            copy -> {
              int partition = copy.getKey().partition();
              OptionalLong offset = offset(copy.getValue());
              return !owned.contains(partition)
                  || offset.isEmpty()
                  || status.applied(partition).orElse(-1) >= offset.getAsLong();
            });
  }

  /** Where it was written; empty when it was not. */
  private static OptionalLong offset(Future<RecordMetadata> copy) {
    try {
      return OptionalLong.of(await(copy).offset());
    } catch (IllegalStateException e) {
      return OptionalLong.empty();
    }
  }

  /** Ends at the latest when the producer gives up. */
  private static RecordMetadata await(Future<RecordMetadata> copy) {
    try {
      return copy.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while closing periods", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a closing: " + e.getMessage(), e);
    }
  }
}
