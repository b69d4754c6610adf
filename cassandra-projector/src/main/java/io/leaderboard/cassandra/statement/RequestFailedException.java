package io.leaderboard.cassandra.statement;

/** A request that Cassandra did not acknowledge: it was refused, or nobody knows. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which statement failed, and why. */
  public RequestFailedException(StatementKind kind, Throwable cause) {
    super("Cassandra did not acknowledge " + kind.tag() + ": " + cause.getMessage(), cause);
  }
}
