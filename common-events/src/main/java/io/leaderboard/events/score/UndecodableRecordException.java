package io.leaderboard.events.score;

/**
 * Bytes that are no record of their topic. Reading them again gives the same, so they are put aside
 * and never retried. The message says why and repeats no content.
 */
public final class UndecodableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A record that cannot be read, and why. */
  public UndecodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A record that cannot be read, and why. */
  public UndecodableRecordException(String message) {
    super(message);
  }
}
