package io.leaderboard.query.freshness;

/**
 * What was read, and how fresh it is at least.
 *
 * @param value what was read
 */
public record Fresh<T>(T value, Freshness freshness) {}
