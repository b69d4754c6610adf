package io.leaderboard.query.log;

import io.leaderboard.events.game.Games;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;

/** What this service knows of the log. Thread-safe. */
public final class OpenLog {
  private final LogView log;

  OpenLog(LogView log) {
    this.log = log;
  }

  /**
   * What is defined. Stays readable when Kafka goes away.
   *
   * @throws LogNotOpenException before it is known: nobody could tell an unknown game from one that
   *     was not read yet
   */
  public Games games() {
    open();
    return log.games();
  }

  /**
   * How many partitions the log has.
   *
   * @throws LogNotOpenException before it is known
   */
  public int partitions() {
    return open().settings().partitions();
  }

  /**
   * The id of the topic {@code score-events}.
   *
   * @throws LogNotOpenException before it is known
   */
  public String topicId() {
    return open().topicId();
  }

  private LogState.Open open() {
    LogState state = log.state();
    if (state instanceof LogState.Open open) {
      return open;
    }
    if (state instanceof LogState.Opening opening) {
      throw new LogNotOpenException("the games are not read yet: " + opening.reason());
    }
    throw new LogNotOpenException(((LogState.Refused) state).reason());
  }
}
