package io.leaderboard.cassandra.projection;

import io.leaderboard.events.game.Games;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;

/** What a projection must know of the log that it projects. Thread-safe. */
public interface ProjectedLog {
  /** What is defined now. */
  Games games();

  /**
   * The id of {@code score-events}.
   *
   * @throws IllegalStateException when the log is not open yet
   */
  String topicId();

  /** Of a log that a service follows. */
  static ProjectedLog of(LogView log) {
    return new ProjectedLog() {
      @Override
      public Games games() {
        return log.games();
      }

      @Override
      public String topicId() {
        if (log.state() instanceof LogState.Open open) {
          return open.topicId();
        }
        throw new IllegalStateException("The log is not open yet: " + log.state());
      }
    };
  }
}
