package io.leaderboard.acceptance;

import java.math.BigDecimal;

/**
 * A score as a game server sends it.
 *
 * @param occurredAt milliseconds since 1970, different for all scores of a user, so that the last
 *     one does not depend on the order in which retries reach the log
 */
record Score(String eventId, String gameId, String userId, BigDecimal score, long occurredAt) {}
