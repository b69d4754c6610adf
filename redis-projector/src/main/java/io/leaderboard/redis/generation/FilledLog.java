package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogRefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The log that generations are filled from, and what of them shows that it is not the one that they
 * were filled from. Thread-safe.
 */
final class FilledLog {
  private final LogView log;

  FilledLog(LogView log) {
    this.log = log;
  }

  int partitions() {
    return log.settings().partitions();
  }

  String topicId() {
    return log.topicId();
  }

  /** The games as far as they were read. */
  Games games() {
    return log.games();
  }

  /**
   * The next offset of each partition.
   *
   * @throws IllegalStateException when one is not known yet
   */
  List<Long> ends() {
    return IntStream.range(0, partitions())
        .mapToObj(
            partition ->
                log.end(partition)
                    .orElseThrow(
                        () -> new IllegalStateException("where the log ends is not known yet")))
        .toList();
  }

  /**
   * The games, read at least as far as whoever began the generations had.
   *
   * @throws LogRefusedException when {@code games} lost what they were begun under
   */
  Games gamesOf(Generations found) {
    Games games = log.games();
    Optional<Generation> newest = all(found).max(Comparator.comparingInt(Generation::epoch));
    if (newest.isPresent() && games.epoch() < newest.get().epoch()) {
      games = log.readGamesToEnd();
      if (games.epoch() < newest.get().epoch()) {
        throw new LogRefusedException(
            ("Generation %s was begun under epoch %d, but the topic games only knows %d: it lost"
                    + " its end. Restore it, or delete the key lb:generation so that Redis is"
                    + " rebuilt.")
                .formatted(newest.get().id(), newest.get().epoch(), games.epoch()));
      }
    }
    return games;
  }

  /**
   * @throws LogRefusedException when one was filled from another {@code score-events}
   */
  void requireSameTopic(Generations found) {
    all(found)
        .filter(generation -> !generation.topicId().equals(log.topicId()))
        .findFirst()
        .ifPresent(
            generation -> {
              throw new LogRefusedException(
                  ("Redis was filled from the topic score-events of id %s, but this log's has the"
                          + " id %s: positions of one mean nothing in the other. Point the service"
                          + " to the log that Redis was filled from, or delete the key"
                          + " lb:generation so that Redis is rebuilt from this one.")
                      .formatted(generation.topicId(), log.topicId()));
            });
  }

  /**
   * @return {@code positions}
   * @throws LogRefusedException when they are of more partitions
   */
  BucketPositions requirePartitions(BucketPositions positions) {
    if (positions.hasMoreThan(partitions())) {
      throw new LogRefusedException(
          ("Redis was filled from a log of more partitions than the %d of this one. Point the"
                  + " service to the log that it was filled from, or delete the key lb:generation"
                  + " so that Redis is rebuilt from this one.")
              .formatted(partitions()));
    }
    return positions;
  }

  private static Stream<Generation> all(Generations found) {
    return Stream.concat(found.allLive().stream(), found.allBuilding().stream());
  }
}
