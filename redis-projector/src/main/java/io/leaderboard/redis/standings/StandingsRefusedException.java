package io.leaderboard.redis.standings;

/** Cassandra is away, or holds no standings that can be used now. The message says what to do. */
public final class StandingsRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do. */
  public StandingsRefusedException(String reason) {
    super(reason);
  }

  /** Says what is wrong and what to do. */
  public StandingsRefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
