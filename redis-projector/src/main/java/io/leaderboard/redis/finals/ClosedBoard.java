package io.leaderboard.redis.finals;

import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.standing.BoardRules;
import java.util.List;

/**
 * A board whose periods are closed as far as all of its shards know.
 *
 * @param rules those that the generation was filled under
 * @param closedThrough periods that ended at or before it are, milliseconds since 1970
 * @param periods closed everywhere and still in Redis, the one that ended first first
 * @param retention how many of them stay in Redis
 */
record ClosedBoard(
    BoardKeys keys, BoardRules rules, long closedThrough, List<Period> periods, int retention) {}
