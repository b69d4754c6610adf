package io.leaderboard.cassandra.schema;

/** Tables that this service must not work on. The message says what is wrong and what to do. */
public final class SchemaRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** Tables that must not be worked on, and what to do. */
  public SchemaRefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong and what to do. */
  public String reason() {
    return reason;
  }
}
