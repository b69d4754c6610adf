package io.leaderboard.projection;

import io.leaderboard.events.entry.EventEntry;
import io.leaderboard.events.game.Games;
import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the games of a batch are known before anything is decided about it: a game that
 * is not may have been defined a moment ago, and a process that slept (a paused machine, a long
 * collection) wakes up with the definitions of when it fell asleep. Thread-safe.
 */
public final class CurrentGames {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentGames.class);

  /** How many unknown games are logged; more would be a log full of somebody's typing errors. */
  private static final int MOST_LOGGED = 1_000;

  /** How long nothing was decided until the definitions are read to their end first. */
  private static final Duration OLD = Duration.ofMinutes(1);

  private final LogView log;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoClock;
  private final AtomicLong decidedAt;

  /** Over the games that {@code log} has read. */
  public CurrentGames(LogView log) {
    this(log, System::nanoTime);
  }

  /**
   * @param nanoClock monotonic, also while the process is stopped
   */
  CurrentGames(LogView log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
    this.decidedAt = new AtomicLong(nanoClock.getAsLong());
  }

  /**
   * Reads {@code games} to its current end when the batch has an event of a game that is not known,
   * or when nothing was decided for a minute.
   *
   * @throws IllegalStateException when that cannot be done now
   * @throws io.leaderboard.log.LogRefusedException when the log is refused: what is known of the
   *     games may not be what holds
   */
  public void require(PartitionBatch batch) {
    log.requireNotRefused();
    boolean isOld = nanoClock.getAsLong() - decidedAt.get() > OLD.toNanos();
    Games games = isOld ? log.readToEndNow() : log.games();
    decidedAt.set(nanoClock.getAsLong());
    boolean readToEnd = isOld;
    String known = "";
    for (EventEntry entry : batch.events()) {
      String gameId = entry.event().gameId();
      // Most events are of the game of the event before.
      if (gameId.equals(known)) {
        continue;
      }
      if (games.game(gameId).isPresent()) {
        known = gameId;
        continue;
      }
      if (!readToEnd) {
        games = log.readToEndNow();
        readToEnd = true;
      }
      if (games.game(gameId).isEmpty() && logged.size() < MOST_LOGGED && logged.add(gameId)) {
        LOG.warn(
            "The game {} of {}:{} is not in games: its events count on no board",
            gameId,
            batch.partition(),
            entry.offset());
      }
    }
  }
}
