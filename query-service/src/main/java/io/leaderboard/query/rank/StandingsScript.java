package io.leaderboard.query.rank;

import io.leaderboard.events.game.Ties;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds users on a shard in one round trip: {@code standings.lua}. Thread-safe. */
final class StandingsScript {
  private static final RedisScript SCRIPT = RedisScript.of(StandingsScript.class, "standings.lua");

  private static final int FIELDS = 4;

  /**
   * Where users stand among the entries of one shard.
   *
   * @param users at most 500
   */
  CompletableFuture<Placings> find(Shard shard, Ties ties, List<String> users) {
    String[] argv = new String[users.size() + 1];
    argv[0] = ties.text();
    for (int i = 0; i < users.size(); i++) {
      argv[i + 1] = users.get(i);
    }
    return SCRIPT
        .run(shard.reads(), List.of(shard.sortedSet(), shard.times()), argv)
        .thenApply(answer -> placings(ties, answer));
  }

  private static Placings placings(Ties ties, List<Object> answer) {
    List<Placing> found = new ArrayList<>();
    for (int i = 1; i < answer.size(); i += FIELDS) {
      String member = (String) answer.get(i + 3) + answer.get(i);
      Row row = Row.of(ties, member, (String) answer.get(i + 2));
      found.add(new Placing(row, (Long) answer.get(i + 1)));
    }
    return new Placings((Long) answer.get(0), found);
  }
}
