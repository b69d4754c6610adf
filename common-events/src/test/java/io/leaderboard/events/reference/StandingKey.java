package io.leaderboard.events.reference;

/** Where a user stands: one board of one game in one period. */
public record StandingKey(String gameId, String boardId, String period, String userId) {}
