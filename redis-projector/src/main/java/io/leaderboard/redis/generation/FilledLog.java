package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The log that generations are filled from, and what of them shows that it is not the one that they
 * were filled from. Thread-safe.
 */
final class FilledLog {
  private final FollowedLog log;

  FilledLog(FollowedLog log) {
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
   * Sees to it that the rules of these editions are known: whoever switched to them, or begins to
   * fill them, may have read {@code games} further.
   *
   * @throws LogRefusedException when {@code games} lost them
   */
  void requireRules(Map<String, Edition> editions) {
    Games games = log.games();
    if (unknown(games, editions).isPresent()) {
      unknown(log.readGamesToEnd(), editions)
          .ifPresent(
              game -> {
                throw new LogRefusedException(
                    ("Redis holds the game %s under rules of version %d, which the topic games does"
                            + " not know: it lost its end. Restore it, or delete the key"
                            + " lb:generation so that Redis is rebuilt.")
                        .formatted(game, editions.getOrDefault(game, Edition.FIRST).rules()));
              });
    }
  }

  /** A game whose rules are newer than those that are known. */
  private static Optional<String> unknown(Games games, Map<String, Edition> editions) {
    return editions.entrySet().stream()
        .filter(
            each ->
                games
                    .game(each.getKey())
                    .map(Game::rulesVersion)
                    .filter(known -> known >= each.getValue().rules())
                    .isEmpty())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * @throws LogRefusedException when one was filled from another {@code score-events}
   */
  void requireSameTopic(Generations found) {
    Stream.of(found.readable(), found.filling())
        .flatMap(Optional::stream)
        .filter(generation -> !generation.topicId().equals(log.topicId()))
        .findFirst()
        .ifPresent(this::refuse);
  }

  private void refuse(Generation generation) {
    throw new LogRefusedException(
        ("Redis was filled from the topic score-events of id %s, but this log's has the"
                + " id %s: positions of one mean nothing in the other. Point the service"
                + " to the log that Redis was filled from, or delete the key"
                + " lb:generation so that Redis is rebuilt from this one.")
            .formatted(generation.topicId(), log.topicId()));
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
}
