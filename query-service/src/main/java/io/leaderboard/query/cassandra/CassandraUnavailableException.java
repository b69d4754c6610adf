package io.leaderboard.query.cassandra;

/** Cassandra does not answer now, or not what is needed. The same request may succeed later. */
public final class CassandraUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for people
   */
  public CassandraUnavailableException(String reason) {
    super(reason);
  }

  /** Cassandra does not answer because of {@code cause}. */
  public CassandraUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
