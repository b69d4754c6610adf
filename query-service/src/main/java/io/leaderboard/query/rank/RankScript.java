package io.leaderboard.query.rank;

import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisScript;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds a user on a board in one round trip: {@code rank.lua}. Thread-safe. */
final class RankScript {
  private static final RedisScript SCRIPT = RedisScript.of(RankScript.class, "rank.lua");

  private final RedisConnection redis;

  RankScript(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * Where a user stands, empty when the user is not on the board.
   *
   * @param sortedSet key of the board's sorted set; a board without scores has none
   */
  CompletableFuture<Optional<UserRank>> find(String sortedSet, String userId) {
    return SCRIPT.run(redis, sortedSet, userId).thenApply(RankScript::rank);
  }

  private static Optional<UserRank> rank(List<Object> answer) {
    return answer.size() == 1
        ? Optional.empty()
        : Optional.of(
            new UserRank(
                (Long) answer.get(0),
                (Long) answer.get(1),
                Long.parseLong((String) answer.get(2))));
  }
}
