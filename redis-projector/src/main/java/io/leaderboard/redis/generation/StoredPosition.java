package io.leaderboard.redis.generation;

/**
 * A position as a bucket holds it. Less than -1 while standings are brought to the bucket otherwise
 * than by applying the log: a chunk never expects that, so that nothing is folded onto a part of
 * them; and because it lies beside them, it is always of the same moment, whatever becomes of other
 * buckets.
 */
public final class StoredPosition {
  /** Nothing is applied. */
  public static final long NONE = -1;

  private static final long RESTORING = -1_000_000_000_000_000L;

  private StoredPosition() {}

  /** Of a bucket that is loaded with what the log gives through an offset. */
  public static long loading(long through) {
    return -2 - through;
  }

  /** Of a bucket that standings are restored to, before the log is followed behind a position. */
  public static long restoring(long position) {
    return RESTORING - 2 - position;
  }

  /** Whether it is being loaded. */
  public static boolean isLoading(long stored) {
    return stored < NONE && stored > RESTORING;
  }

  /** Whether standings are being restored. */
  public static boolean isRestoring(long stored) {
    return stored <= RESTORING;
  }

  /** Through which offset it is being loaded. */
  public static long loadingThrough(long stored) {
    return -2 - stored;
  }

  /** The position behind which the log is to be followed. */
  public static long followedFrom(long stored) {
    return isRestoring(stored) ? RESTORING - 2 - stored : Math.max(stored, NONE);
  }
}
