package io.leaderboard.query.rank;

import io.leaderboard.events.game.Ties;
import io.leaderboard.query.board.Placing;
import io.leaderboard.query.board.Row;
import io.leaderboard.query.board.Shard;
import io.leaderboard.query.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds users on a shard by {@code standings.lua}. Thread-safe. */
final class StandingsScript {
  private static final RedisScript SCRIPT = RedisScript.of(StandingsScript.class, "standings.lua");

  private static final int FIELDS = 4;

  /** Two milliseconds of Redis at most, for which everybody else has to wait. */
  private static final int USERS_OF_A_CALL = 125;

  /**
   * Where users stand among the entries of one shard: up to 125 of them at one moment, more at
   * moments close to each other.
   *
   * @param users at most 500
   */
  CompletableFuture<Placings> find(Shard shard, Ties ties, List<String> users) {
    List<CompletableFuture<Placings>> calls = new ArrayList<>();
    for (int from = 0; from < users.size(); from += USERS_OF_A_CALL) {
      int to = Math.min(users.size(), from + USERS_OF_A_CALL);
      calls.add(call(shard, ties, users.subList(from, to)));
    }
    return calls.size() == 1 ? calls.get(0) : Standings.all(calls).thenApply(Placings::joined);
  }

  private static CompletableFuture<Placings> call(Shard shard, Ties ties, List<String> users) {
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
