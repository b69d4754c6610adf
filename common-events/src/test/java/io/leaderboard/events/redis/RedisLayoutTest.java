package io.leaderboard.events.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.reference.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers here come from another CRC-32C than Java's. They must never change: the service that
 * writes and the one that reads would look in different places, and so would two versions.
 */
class RedisLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "football, all-time, 0, 53, 0",
    "football, all-time, 1, 54, 4",
    "chess, weekly, 0, 17, 4",
    "Go.9x9, 2026_x-1, 63, 47, 5"
  })
  void putsAShardIntoTheSameBucketForEver(
      String gameId, String boardId, int shard, int of64, int of7) {
    assertThat(RedisLayout.bucket(gameId, boardId, shard, 64)).isEqualTo(of64);
    assertThat(RedisLayout.bucket(gameId, boardId, shard, 7)).isEqualTo(of7);
    assertThat(RedisLayout.bucket(gameId, boardId, shard, 1)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"alice, 0, 6, 14", "Zoë, 0, 2, 34", "🏆, 0, 0, 24", "a/b:{c} d, 0, 4, 36"})
  void putsAUserIntoTheSameShardForEver(String userId, int of2, int of8, int of64) {
    assertThat(RedisLayout.shard(userId, 2)).isEqualTo(of2);
    assertThat(RedisLayout.shard(userId, 8)).isEqualTo(of8);
    assertThat(RedisLayout.shard(userId, 64)).isEqualTo(of64);
    assertThat(RedisLayout.shard(userId, 1)).isZero();
  }

  @Test
  void spreadsUsersEvenlyOverShards() {
    Seed seed = Seed.fresh();
    Random random = seed.random();
    int[] users = new int[8];
    for (int i = 0; i < 80_000; i++) {
      users[RedisLayout.shard("player-" + random.nextLong(), 8)]++;
    }
    for (int count : users) {
      assertThat(count).as("%s", seed).isBetween(9_400, 10_600);
    }
  }

  @Test
  void namesKeysWithOneHashTagABucket() {
    assertThat(RedisLayout.GENERATION).isEqualTo("lb:generation");
    assertThat(RedisLayout.positions("7f3", 5)).isEqualTo("lb:{7f3.b5}:pos");
    assertThat(RedisLayout.everyKeyOf("7f3")).isEqualTo("lb:{7f3.b*");
    assertThat(RedisLayout.everyKeyOf("7f3", "football")).isEqualTo("lb:{7f3.b*}:football:*");
    assertThat(RedisLayout.positions("7f3", 5, "k2a")).isEqualTo("lb:{7f3.b5}:pos.k2a");
    assertThat(RedisLayout.past("7f3", "")).isEqualTo("lb:{7f3.b0}:past");
    assertThat(RedisLayout.pastField("football", "daily")).isEqualTo("football/daily");
    assertThat(RedisLayout.filling("7f3", 2, "")).isEqualTo("lb:{7f3.b2}:fill");
    assertThat(RedisLayout.scanned("7f3", 2, 1, "k2a")).isEqualTo("lb:{7f3.b2}:scanned1.k2a");
    assertThat(RedisLayout.closings("7f3", 2, 1)).isEqualTo("lb:{7f3.b2}:closed1");
    assertThat(RedisLayout.closings("7f3", 2, 1, "k2a")).isEqualTo("lb:{7f3.b2}:closed1.k2a");
    assertThat(RedisLayout.editions("7f3")).isEqualTo("{lb:generation}:editions:7f3");
    assertThat(RedisLayout.fillOf("k2a")).isEqualTo("{lb:generation}:fill:k2a");
    assertThat(RedisLayout.left("7f3")).isEqualTo("{lb:generation}:left:7f3");
    assertThat(RedisLayout.leftField("football", new Edition(2, "k2a")))
        .isEqualTo("football/2.k2a");
  }
}
