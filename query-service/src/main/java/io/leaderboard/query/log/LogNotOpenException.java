package io.leaderboard.query.log;

/** The log is not known yet, or is one that this service must not work on. */
public final class LogNotOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogNotOpenException(String reason) {
    super(reason);
  }
}
