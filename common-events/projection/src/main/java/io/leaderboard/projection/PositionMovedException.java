package io.leaderboard.projection;

/**
 * The store's position is not the one that the caller left behind: another owner wrote, or the
 * store lost its last moments. The caller forgets what it remembers and resumes from the store.
 */
public final class PositionMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which position, and what it is. */
  public PositionMovedException(String message) {
    super(message);
  }
}
