package io.leaderboard.redis.closing;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.log.LogRecords;
import io.leaderboard.projection.ProjectionStatus;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
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
import java.util.TreeSet;
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
  private static final int GAMES_PER_CALL = 500;

  private record Copy(int partition, String gameId) {}

  private final FollowedLog log;
  private final ProjectionStatus status;
  private final GenerationKeeper keeper;
  private final RedisLink redis;
  private final AcknowledgedProducer producer;
  private final Clock clock;
  private final Counter written;
  private final Map<Copy, Future<RecordMetadata>> outstanding = new HashMap<>();
  private final DueGames due = new DueGames();
  // By owned partition the games that may be open there; of all others Redis has said otherwise.
  private final Map<Integer, Set<String>> open = new TreeMap<>();
  private String tracked = "";

  /**
   * @param status tells which partitions are owned here and how far they are
   * @param clock tells when a period has ended
   */
  public ClosingSchedule(
      FollowedLog log,
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
    due.look(log.games(), clock.millis());
    track(generation);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    open.forEach(
        (partition, games) -> {
          if (!games.isEmpty() && isLevel(partition)) {
            close(generation, partition, games, sent);
          }
        });
    sent.forEach(ClosingSchedule::await);
  }

  /** What has become due is to be looked at in every partition; of a new one everything is. */
  private void track(Generation generation) {
    if (!generation.id().equals(tracked)) {
      open.clear();
      tracked = generation.id();
    }
    Set<String> grown = due.takeGrown();
    open.keySet().retainAll(status.owned());
    open.values().forEach(games -> games.addAll(grown));
    for (int partition : status.owned()) {
      open.computeIfAbsent(partition, p -> new TreeSet<>(due.games()));
    }
  }

  private boolean isLevel(int partition) {
    // Nothing is applied of a partition without any record; it needs its copy as every other one.
    OptionalLong end = log.end(partition);
    return end.isPresent() && status.applied(partition).orElse(-1) + 1 >= end.getAsLong();
  }

  /** Closes what is open of some games, and forgets those that are closed. */
  private void close(
      Generation generation, int partition, Set<String> games, List<Future<RecordMetadata>> sent) {
    List<String> looked = List.copyOf(games);
    for (int from = 0; from < looked.size(); from += GAMES_PER_CALL) {
      List<String> some = looked.subList(from, Math.min(looked.size(), from + GAMES_PER_CALL));
      // Every bucket has all closings; of a level partition they are level too.
      String key = RedisLayout.closings(generation.id(), 0, partition);
      Map<String, Long> closed = new HashMap<>();
      for (KeyValue<String, String> field :
          redis.commands().hmget(key, some.toArray(String[]::new))) {
        field.ifHasValue(through -> closed.put(field.getKey(), Long.valueOf(through)));
      }
      for (String game : some) {
        OptionalLong through = due.through(game);
        if (through.isEmpty() || closed.getOrDefault(game, Long.MIN_VALUE) >= through.getAsLong()) {
          games.remove(game);
        } else if (!outstanding.containsKey(new Copy(partition, game))) {
          Future<RecordMetadata> sending =
              producer
                  .get()
                  .send(LogRecords.of(new PeriodsClosed(game, through.getAsLong()), partition));
          outstanding.put(new Copy(partition, game), sending);
          sent.add(sending);
          written.increment();
        }
      }
    }
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
