package io.leaderboard.query.redis;

/** Redis does not answer now. The same request may succeed in a moment. */
public final class RedisUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason for people; without addresses' credentials
   */
  public RedisUnavailableException(String reason) {
    super(reason);
  }

  /** Redis does not answer because of {@code cause}. */
  public RedisUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
