package io.leaderboard.events.period;

/**
 * One period of a board.
 *
 * @param id {@code all-time}, {@code 2026-11-21}, {@code 2026-W47}, {@code 2026-11} or a season's
 *     name
 * @param start milliseconds since 1970, part of the period; {@link Long#MIN_VALUE} for all time
 * @param end milliseconds since 1970, not part of it; {@link Long#MAX_VALUE} for all time
 */
public record Period(String id, long start, long end) {
  /** The one period of a board without periods. */
  public static final Period ALL_TIME = new Period("all-time", Long.MIN_VALUE, Long.MAX_VALUE);

  /** Whether {@code instant}, in milliseconds since 1970, belongs to it. */
  public boolean contains(long instant) {
    return instant >= start && (instant < end || end == Long.MAX_VALUE);
  }
}
