package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogRefusedException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which generation is filled, and makes it the live one when it holds as much as the one
 * before. While one is being built, everything is applied to it alone and the live one stays
 * readable as it was.
 *
 * <p>All that is remembered here is for people; decisions come from Redis and the log, so that
 * several services decide alike. Thread-safe.
 */
public final class GenerationKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationKeeper.class);

  private static final int ATTEMPTS = 5;

  private final GenerationStore store;
  private final LogView log;
  private final GenerationProperties properties;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Generations known;

  /** Keeps what {@code store} holds in step with {@code log}. */
  public GenerationKeeper(GenerationStore store, LogView log, GenerationProperties properties) {
    this.store = store;
    this.log = log;
    this.properties = properties;
  }

  /** What was found last; empty before Redis answered. */
  public Optional<Generations> known() {
    return Optional.ofNullable(known);
  }

  /**
   * The generation to apply to: the one being built, else the live one. Begins one when there is
   * none, when a definition changed the meaning of the log, or when positions are missing.
   *
   * @throws LogRefusedException when Redis was filled from another log
   * @throws RuntimeException when Redis or the log cannot tell now
   */
  public Generation target() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Generations found = look();
      Generation target = found.building() != null ? found.building() : found.live();
      if (target == null) {
        begin(found, "Redis holds no standings: they are rebuilt from the log");
      } else if (games(target).epoch() > target.epoch()) {
        begin(
            found,
            "A definition changed what the log means: standings are rebuilt beside the live ones");
      } else if (!positions(target).isComplete(log.settings().partitions())) {
        begin(
            found,
            "Redis lost positions of generation " + target.id() + ": it is rebuilt from the log");
      } else {
        return target;
      }
    }
    throw new IllegalStateException("the generations change faster than they can be read");
  }

  /** How far a generation is. */
  public BucketPositions positions(Generation generation) {
    BucketPositions positions = store.positions(generation);
    int partitions = log.settings().partitions();
    if (positions.hasMoreThan(partitions)) {
      throw new LogRefusedException(
          ("Redis was filled from a log of more partitions than the %d of this one. Point the"
                  + " service to the log that it was filled from, or delete the key lb:generation"
                  + " so that Redis is rebuilt from this one.")
              .formatted(partitions));
    }
    return positions;
  }

  /**
   * Makes a generation that is complete the live one, and deletes what was retired long enough ago.
   *
   * @return the generation to apply to from now on
   */
  public Generation check() {
    Generation target = target();
    Generations found = look();
    if (target.equals(found.building()) && isComplete(found, target) && store.makeLive(found)) {
      LOG.info("Generation {} is complete and live", target.id());
      look();
    }
    long before = System.currentTimeMillis() - properties.retiredGrace().toMillis();
    for (String retired : store.retiredBefore(before)) {
      store.delete(retired);
      LOG.info("Deleted the keys of generation {}", retired);
    }
    return target;
  }

  private boolean isComplete(Generations found, Generation building) {
    BucketPositions reached = store.positions(building);
    Generation live = found.live();
    BucketPositions before = live == null ? null : store.positions(live);
    List<Long> goal = store.goal(building);
    for (int partition = 0; partition < goal.size(); partition++) {
      long wanted = goal.get(partition) - 1;
      if (before != null) {
        wanted = Math.max(wanted, before.reachedByAny(partition));
      }
      if (reached.reachedByAll(partition) < wanted) {
        return false;
      }
    }
    return goal.size() == log.settings().partitions();
  }

  private Generations look() {
    Generations found = store.read();
    known = found;
    requireThisLog(found.live());
    requireThisLog(found.building());
    return found;
  }

  private void requireThisLog(@Nullable Generation generation) {
    if (generation != null && !generation.topicId().equals(log.topicId())) {
      throw new LogRefusedException(
          ("Redis was filled from the topic score-events of id %s, but this log's has the id %s:"
                  + " positions of one mean nothing in the other. Point the service to the log that"
                  + " Redis was filled from, or delete the key lb:generation so that Redis is"
                  + " rebuilt from this one.")
              .formatted(generation.topicId(), log.topicId()));
    }
  }

  /** The games, read at least as far as whoever began the generation had. */
  private Games games(Generation generation) {
    Games games = log.games();
    if (games.epoch() < generation.epoch()) {
      games = log.readGamesToEnd();
    }
    if (games.epoch() < generation.epoch()) {
      throw new LogRefusedException(
          ("Generation %s was begun under epoch %d, but the topic games only knows %d: it lost its"
                  + " end. Restore it, or delete the key lb:generation so that Redis is rebuilt.")
              .formatted(generation.id(), generation.epoch(), games.epoch()));
    }
    return games;
  }

  private void begin(Generations found, String why) {
    List<Long> goal = new ArrayList<>();
    for (int partition = 0; partition < log.settings().partitions(); partition++) {
      goal.add(
          log.end(partition)
              .orElseThrow(() -> new IllegalStateException("where the log ends is not known yet")));
    }
    Generation next =
        new Generation(newId(), properties.buckets(), log.games().epoch(), log.topicId(), null);
    if (store.begin(found, next, goal)) {
      LOG.info("{} (generation {}, epoch {})", why, next.id(), next.epoch());
    }
  }

  /** Unique in time: the millisecond, and enough chance for those who begin in the same. */
  private String newId() {
    return Long.toString(System.currentTimeMillis(), 36)
        + Integer.toString(random.nextInt(36 * 36 * 36 * 36) + 36 * 36 * 36 * 36, 36);
  }
}
