package io.leaderboard.projection;

import io.leaderboard.log.Pauses;

/**
 * The store's position is not the one that the caller left behind: another owner wrote, or the
 * store lost its last moments. The caller forgets what it remembers and resumes from the store.
 */
public final class PositionMovedException extends RuntimeException implements Pauses.Ordinary {
  private static final long serialVersionUID = 1L;

  private final boolean mismatch;

  /** Which position, and what it is. */
  public PositionMovedException(String message) {
    this(message, true);
  }

  private PositionMovedException(String message, boolean mismatch) {
    super(message);
    this.mismatch = mismatch;
  }

  /** What was applied to was replaced by something else, as it is meant to be. */
  public static PositionMovedException replaced(String message) {
    return new PositionMovedException(message, false);
  }

  /** Whether somebody should know: false when nothing but a replacement is behind it. */
  public boolean isMismatch() {
    return mismatch;
  }
}
