package io.leaderboard.cassandra.standing;

/**
 * An event that does not count on some boards because it would take a sum out of 15 digits.
 *
 * @param occurredAt milliseconds since 1970
 */
public record OutOfRange(String gameId, String userId, long offset, long occurredAt) {}
