package io.leaderboard.log;

/** A log that a service must not work on. The message says what is wrong and what to do. */
public final class LogRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** A log that must not be worked on, and what to do. */
  public LogRefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong and what to do. */
  public String reason() {
    return reason;
  }
}
