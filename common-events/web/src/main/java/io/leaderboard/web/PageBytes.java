package io.leaderboard.web;

/**
 * How much of a list fits on a page: {@value #MAX} bytes as JSON, and one entry however long it is.
 * What a request has a service hold must not grow with what others have written. Not thread-safe.
 */
public final class PageBytes {
  /** Longest page. */
  public static final int MAX = 1_000_000;

  private long taken;

  /**
   * Whether the next entry stands on the page; if not, the page ends before it.
   *
   * @param entry as {@link Json} writes it
   */
  public boolean take(Object entry) {
    long before = taken;
    taken += Json.write(entry).length;
    return before == 0 || taken <= MAX;
  }
}
