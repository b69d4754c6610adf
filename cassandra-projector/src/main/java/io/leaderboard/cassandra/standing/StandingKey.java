package io.leaderboard.cassandra.standing;

/**
 * The key of {@code standings}.
 *
 * @param rules the version of the game's rules; others are rows of their own, so that a change of
 *     rules writes beside what is being read
 */
record StandingKey(String gameId, String boardId, int rules, String period, String userId) {}
