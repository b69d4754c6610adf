package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.standing.BoardRules;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A board whose periods are closed as far as all of its shards know.
 *
 * @param rules those that the generation was filled under
 * @param meaning what they make of a closed period
 * @param closedThrough periods that ended at or before it are, milliseconds since 1970
 * @param periods closed everywhere and still in Redis, the one that ended first first
 * @param retention how many of them stay in Redis
 */
record ClosedBoard(
    BoardKeys keys,
    BoardRules rules,
    FinalRules meaning,
    long closedThrough,
    List<Period> periods,
    int retention) {
  /** What a period of it is called in {@code final-standings}. */
  FinalPeriod name(Period period) {
    return new FinalPeriod(keys.gameId(), keys.board().id(), period.id());
  }

  /** The sorted sets of a period, one a shard. */
  List<String> sortedSets(Period period) {
    return IntStream.range(0, keys.board().shards())
        .mapToObj(shard -> keys.in(period.id(), shard).sortedSet())
        .toList();
  }
}
