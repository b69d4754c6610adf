package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.LogSettings;
import java.util.OptionalLong;

/** What this service asks of the log. Thread-safe. */
public interface FollowedLog {
  /** Whether the log is open; nothing else may be asked before. */
  boolean isOpen();

  /** The log's settings. */
  LogSettings settings();

  /** The id of {@code score-events}. */
  String topicId();

  /** The games as far as they were read. */
  Games games();

  /**
   * Reads {@code games} to its current end.
   *
   * @throws RuntimeException when that cannot be done now
   */
  Games readGamesToEnd();

  /** The next offset of a partition, empty when it is not known yet. */
  OptionalLong end(int partition);
}
