package io.leaderboard.query.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.query.NaiveBoard;
import io.leaderboard.query.redis.RedisConnection;
import io.leaderboard.query.redis.RedisProperties;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code rank.lua} on a real Redis, against a board that is a list. */
class RankScriptIT {
  private static RedisConnection redis;
  private static RankScript script;

  @BeforeAll
  static void connect() {
    redis =
        new RedisConnection(
            new RedisProperties(
                TestServers.redis().uri(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                1_000));
    redis.start();
    Awaitility.await().until(redis::isConnected);
    script = new RankScript(redis);
  }

  @AfterAll
  static void disconnect() {
    redis.close();
  }

  @Test
  void everyoneHasTheRankOfAPlainCount() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      NaiveBoard board = new NaiveBoard(false);
      String key = TestServers.uniqueName("rank");
      int size = 1 + random.nextInt(200);
      long scale = random.nextBoolean() ? 1 : 33_333_333_333_333L;
      for (int i = 0; i < size; i++) {
        String user = "user-" + i;
        long value = (random.nextInt(61) - 30) * scale;
        board.put(user, value);
        redis.call(commands -> commands.zadd(key, (double) value, user)).join();
      }
      for (String user : board.order()) {
        UserRank rank = script.find(key, user).join().orElseThrow();
        assertThat(rank.rank()).as("seed %d, %s", seed, user).isEqualTo(board.rank(user));
        assertThat(rank.total()).isEqualTo(size);
        assertThat(rank.sortKey()).as("seed %d", seed).isEqualTo(board.values().get(user));
      }
    }
  }

  @Test
  void aUserWhoIsNotOnTheBoardHasNone() {
    String key = TestServers.uniqueName("rank");
    assertThat(script.find(key, "nobody").join()).isEqualTo(Optional.empty());
    redis.call(commands -> commands.zadd(key, 1.0, "somebody")).join();
    assertThat(script.find(key, "nobody").join()).isEqualTo(Optional.empty());
  }

  @Test
  void theFirstHasPercentile100AndNobodyElse() {
    assertThat(new UserRank(3, 0, 0).percentile()).isEqualByComparingTo("100");
    assertThat(new UserRank(3, 1, 0).percentile()).isEqualByComparingTo("66.6");
    assertThat(new UserRank(3, 2, 0).percentile()).isEqualByComparingTo("33.3");
    assertThat(new UserRank(1_000_000, 1, 0).percentile()).isEqualByComparingTo("99.9");
  }
}
