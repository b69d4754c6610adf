package io.leaderboard.events.standing;

/**
 * Where one user stands on one board in one period.
 *
 * @param value the score, scaled by the board's {@link BoardRules#scale()}
 * @param reachedAt milliseconds since 1970: for {@code best} the earliest occurredAt among the best
 *     events, for {@code sum} and {@code count} the latest among those that count, for {@code last}
 *     that of the last event
 */
public record Standing(long value, long reachedAt) {}
