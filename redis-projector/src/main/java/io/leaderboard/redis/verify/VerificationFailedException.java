package io.leaderboard.redis.verify;

/** Redis and Cassandra cannot be compared now. The message says why and what to do. */
final class VerificationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VerificationFailedException(String reason) {
    super(reason);
  }
}
