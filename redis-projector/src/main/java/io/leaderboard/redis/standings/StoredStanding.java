package io.leaderboard.redis.standings;

import io.leaderboard.events.standing.Standing;

/**
 * A row of the table of standings.
 *
 * @param rules the version of the game's rules that it was folded under
 * @param period the period's id
 * @param partition of the log that holds the user's events
 * @param offset the last offset that is folded into it
 */
public record StoredStanding(
    String gameId,
    String boardId,
    int rules,
    String period,
    String userId,
    Standing standing,
    int partition,
    long offset) {}
