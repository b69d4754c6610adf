package io.leaderboard.redis.generation;

import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.util.OptionalLong;

/** The log as this service has opened it. */
public final class OpenedLog implements FollowedLog {
  private final LogView log;
  private final LogEnds ends;

  /** Asks both, which the caller starts and closes. */
  public OpenedLog(LogView log, LogEnds ends) {
    this.log = log;
    this.ends = ends;
  }

  @Override
  public boolean isOpen() {
    return log.isOpen();
  }

  @Override
  public LogSettings settings() {
    return open().settings();
  }

  @Override
  public String topicId() {
    return open().topicId();
  }

  @Override
  public Games games() {
    return log.games();
  }

  @Override
  public Games readGamesToEnd() {
    return log.readToEndNow();
  }

  @Override
  public OptionalLong end(int partition) {
    return ends.end(partition);
  }

  private LogState.Open open() {
    if (log.state() instanceof LogState.Open open) {
      return open;
    }
    throw new IllegalStateException("the log is not open");
  }
}
