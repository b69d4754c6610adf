package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.redis.connection.Script;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The script alone: what it answers, and that a refusal changes nothing. */
@Timeout(60)
class ApplyScriptIT {
  private static final String POS = "lb:{g.b0}:pos";
  private static final String Z = "lb:{g.b0}:game:board:r1:all-time:s0:z";
  private static final String T = "lb:{g.b0}:game:board:r1:all-time:s0:t";
  private static final String OTHER = "lb:{g.b0}:game:other:r1:all-time:s0:z";
  private static final String MAX = "999999999999999";

  private static DedicatedServer<RedisAddress> server;
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;
  private static RedisCommands<String, String> redis;
  private static final Script SCRIPT = Script.named("apply");

  @BeforeAll
  static void start() {
    server = TestServers.dedicatedRedis();
    client = RedisClient.create(server.address().uri());
    connection = client.connect();
    redis = connection.sync();
    SCRIPT.load(connection);
  }

  @AfterAll
  static void stop() {
    client.shutdown();
    server.close();
  }

  @BeforeEach
  void empty() {
    redis.flushall();
    redis.hset(POS, "3", "-1");
  }

  @Test
  void keepsTheSmallerSortKeyAndMovesThePosition() {
    assertThat(call(keys(Z), "-1", "4", "1", "B", "2", "0", "-10", "a", "-5", "b"))
        .containsExactly("OK", 0L);
    assertThat(call(keys(Z), "4", "6", "1", "B", "2", "0", "-7", "a", "-8", "b"))
        .containsExactly("OK", 0L);

    assertThat(redis.zscore(Z, "a")).isEqualTo(-10);
    assertThat(redis.zscore(Z, "b")).isEqualTo(-8);
    assertThat(redis.hget(POS, "3")).isEqualTo("6");
  }

  @Test
  void refusesAnotherPositionAndTellsTheOneItHas() {
    assertThat(call(keys(Z), "0", "4", "1", "B", "1", "0", "-10", "a"))
        .containsExactly("MOVED", "-1");
    redis.hdel(POS, "3");
    assertThat(call(keys(Z), "-1", "4", "1", "B", "1", "0", "-10", "a"))
        .containsExactly("MOVED", "");

    assertThat(redis.exists(Z)).isZero();
    assertThat(redis.hget(POS, "3")).isNull();
  }

  @Test
  void addsToSumsOfFifteenDigitsExactly() {
    redis.zadd(Z, 999_999_999_999_990.0, "a");
    call(keys(Z), "-1", "0", "1", "S", "2", "9", "9", "a", "-3", "b");

    assertThat(redis.zscore(Z, "a")).isEqualTo(999_999_999_999_999.0);
    assertThat(redis.zscore(Z, "b")).isEqualTo(-3);
  }

  @Test
  void refusesASumThatMightLeaveTheRangeAndChangesNothing() {
    redis.zadd(Z, 999_999_999_999_990.0, "a");

    assertThat(
            call(
                keys(OTHER, Z),
                "-1",
                "0",
                "2",
                "B",
                "1",
                "0",
                "-1",
                "a",
                "S",
                "1",
                "10",
                "10",
                "a"))
        .containsExactly("RANGE");
    assertThat(redis.exists(OTHER)).isZero();
    assertThat(redis.hget(POS, "3")).isEqualTo("-1");
  }

  @Test
  void leavesOutEventByEventWhatLeavesTheRange() {
    redis.zadd(Z, 5, "a");

    assertThat(
            call(
                keys(Z), "-1", "9", "1", "E", "5", "0", MAX, "a", "-10", "a", MAX, "a", "4", "b",
                "-1", "a"))
        .containsExactly("OK", 1L);
    // 5, +MAX does not fit, -10 gives -5, +MAX fits, -1.
    assertThat(redis.zscore(Z, "a")).isEqualTo(999_999_999_999_993.0);
    assertThat(redis.zscore(Z, "b")).isEqualTo(4);
  }

  @Test
  void keepsTheLaterOfTwoAndTheLastCallOfTheSameMoment() {
    call(keys(Z, T), "-1", "0", "1", "L", "2", "0", "-5", "a", "1000", "-5", "b", "-1000");
    call(keys(Z, T), "0", "1", "1", "L", "2", "0", "-9", "a", "999", "-9", "b", "-1000");

    assertThat(redis.zscore(Z, "a")).isEqualTo(-5);
    assertThat(redis.hget(T, "a")).isEqualTo("1000");
    assertThat(redis.zscore(Z, "b")).isEqualTo(-9);
  }

  @Test
  void aKeyOfAnotherTypeOrANumberThatIsNoneChangesNothing() {
    redis.set(Z, "text");
    assertThat(
            call(keys(OTHER, Z), "-1", "0", "2", "B", "1", "0", "1", "a", "B", "1", "0", "1", "a"))
        .first()
        .isEqualTo("BAD");
    redis.del(Z);
    for (String number : List.of("x", "nan", "inf", "1000000000000000", "")) {
      assertThat(
              call(
                  keys(OTHER, Z),
                  "-1",
                  "0",
                  "2",
                  "B",
                  "1",
                  "0",
                  "1",
                  "a",
                  "B",
                  "1",
                  "0",
                  number,
                  "a"))
          .as(number)
          .first()
          .isEqualTo("BAD");
    }
    assertThat(redis.exists(OTHER, Z)).isZero();
    assertThat(redis.hget(POS, "3")).isEqualTo("-1");
  }

  @Test
  void takesUserIdsOfAnyBytesAndAThousandEntries() {
    List<String> users = List.of("🏆 gold", "a/b", "{x}", "}:{", "日本", "e\u0301", "é", "'\"\\");
    java.util.ArrayList<String> args =
        new java.util.ArrayList<>(List.of("-1", "0", "1", "S", "2000", "7"));
    for (int i = 0; i < 2_000; i++) {
      args.add("7");
      args.add(i < users.size() ? users.get(i) : "user" + i);
    }
    assertThat(call(keys(Z), args.toArray(String[]::new))).containsExactly("OK", 0L);

    assertThat(redis.zcard(Z)).isEqualTo(2_000);
    users.forEach(user -> assertThat(redis.zscore(Z, user)).as(user).isEqualTo(7));
  }

  @Test
  void aFullRedisRefusesAllOfIt() {
    redis.configSet("maxmemory", "1");
    try {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> call(keys(Z), "-1", "4", "1", "B", "1", "0", "-10", "a"))
          .hasMessageContaining("OOM");
    } finally {
      redis.configSet("maxmemory", "0");
    }
    assertThat(redis.exists(Z)).isZero();
    assertThat(redis.hget(POS, "3")).isEqualTo("-1");
  }

  private static String[] keys(String... boards) {
    String[] keys = new String[boards.length + 1];
    keys[0] = POS;
    System.arraycopy(boards, 0, keys, 1, boards.length);
    return keys;
  }

  private static List<Object> call(String[] keys, String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "3";
    System.arraycopy(args, 0, all, 1, args.length);
    return SCRIPT.send(connection, keys, all).toCompletableFuture().join();
  }
}
