package io.leaderboard.events.standing;

/**
 * Where one user stands on one board in one period.
 *
 * @param value the score, scaled by the board's {@link BoardRules#scale()}
 * @param reachedAt milliseconds since 1970: for {@code best} the earliest occurredAt among the best
 *     events; for {@code sum} and {@code count} the latest among those that count and are not 0, or
 *     among all while all are 0; for {@code last} since when the value has been this one
 * @param decidedAt what the next event's time is compared with, milliseconds since 1970: for {@code
 *     last} the occurredAt of the last event; for {@code sum} {@link #NEVER} while all events that
 *     count are 0; otherwise equal to {@code reachedAt}
 */
public record Standing(long value, long reachedAt, long decidedAt) {
  /** Before every event. */
  public static final long NEVER = Long.MIN_VALUE;

  /** Reached and decided by the same event. */
  public Standing(long value, long reachedAt) {
    this(value, reachedAt, reachedAt);
  }
}
