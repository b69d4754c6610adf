package io.leaderboard.redis.apply;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.standing.BoardRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Where the events of a game go on one of its boards in one generation. Thread-safe. */
final class BoardPlan {
  /**
   * Most periods whose shards are kept: a batch touches few. Those of others are made anew, which
   * costs the making of a few names.
   */
  private static final int MOST_PERIODS = 64;

  private record InPeriod(Period period, List<BoardShard> shards) {}

  private final BoardKeys keys;
  private final BoardRules rules;
  private final Map<Period, InPeriod> periods = new ConcurrentHashMap<>();
  // Most events belong to the period of the event before.
  private volatile InPeriod latest = new InPeriod(Period.ALL_TIME, List.of());

  /**
   * @param closedFromStart the board's periods that ended at or before it never count here,
   *     milliseconds since 1970
   */
  BoardPlan(
      Generation generation,
      String gameId,
      Edition edition,
      GameDefinition game,
      BoardDefinition board,
      long closedFromStart) {
    this.keys = new BoardKeys(generation, gameId, edition, board);
    this.rules = new BoardRules(game, board, closedFromStart);
  }

  BoardRules rules() {
    return rules;
  }

  /** The sorted set that a user stands in. */
  BoardShard shard(Period period, String userId) {
    InPeriod in = latest;
    if (in.shards().isEmpty() || !in.period().equals(period)) {
      in = inPeriod(period);
      latest = in;
    }
    return in.shards().get(keys.shardOf(userId));
  }

  /** The sorted set that a user stands in; empty when the board has no such period here. */
  Optional<BoardShard> shard(String periodId, String userId) {
    return rules
        .calendar()
        .find(periodId)
        .filter(period -> period.end() > rules.closedFromStart())
        .map(period -> shard(period, userId));
  }

  int rulesVersion() {
    return keys.edition().rules();
  }

  private InPeriod inPeriod(Period period) {
    InPeriod known = periods.get(period);
    if (known != null) {
      return known;
    }
    if (periods.size() >= MOST_PERIODS) {
      periods.clear();
    }
    InPeriod made = new InPeriod(period, shards(period));
    InPeriod other = periods.putIfAbsent(period, made);
    return other == null ? made : other;
  }

  private List<BoardShard> shards(Period period) {
    return IntStream.range(0, keys.board().shards())
        .mapToObj(shard -> new BoardShard(keys, period.id(), shard))
        .toList();
  }
}
