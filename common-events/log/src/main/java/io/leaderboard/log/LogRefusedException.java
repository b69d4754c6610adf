package io.leaderboard.log;

/** A log that a service must not work on. The message says what is wrong and what to do. */
public final class LogRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A log that must not be worked on, and what to do. */
  public LogRefusedException(String message) {
    super(message);
  }
}
