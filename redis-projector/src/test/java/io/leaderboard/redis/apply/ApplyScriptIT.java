package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The script alone: what it answers, and that a refusal changes nothing. */
@Timeout(60)
class ApplyScriptIT {
  private static final String CLOSED = "lb:{g.b0}:closed3";
  private static final String STATE = "lb:{g.b0}:state";
  private static final String PERIODS = "lb:{g.b0}:game:board:r1:periods:s0";
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
    assertThat(call(keys(Z), "-1", "4", op("best", "shared", "-10", "a", "-5", "b")))
        .containsExactly("OK", 0L);
    assertThat(call(keys(Z), "4", "6", op("best", "shared", "-7", "a", "-8", "b")))
        .containsExactly("OK", 0L);

    assertThat(redis.zscore(Z, "a")).isEqualTo(-10);
    assertThat(redis.zscore(Z, "b")).isEqualTo(-8);
    assertThat(redis.hget(POS, "3")).isEqualTo("6");
  }

  @Test
  void refusesAnotherPositionAndTellsTheOneItHas() {
    assertThat(call(keys(Z), "0", "4", op("best", "shared", "-10", "a")))
        .containsExactly("MOVED", "-1");
    redis.hdel(POS, "3");
    assertThat(call(keys(Z), "-1", "4", op("best", "shared", "-10", "a")))
        .containsExactly("MOVED", "");

    assertThat(redis.exists(Z)).isZero();
    assertThat(redis.hget(POS, "3")).isNull();
  }

  @Test
  void writesClosingsAndRegistersPeriodsWithThePosition() {
    String[] args = {
      "3", "-1", "4", "", "2", "game", "1000", "other", "-5", "1", "best", "shared", "2026-11", "1",
      "0", "-1", "a"
    };
    String[] keys = {POS, CLOSED, STATE, Z, PERIODS};
    assertThat(send(keys, args)).containsExactly("OK", 0L);
    assertThat(redis.hgetall(CLOSED)).isEqualTo(Map.of("game", "1000", "other", "-5"));
    assertThat(redis.zrangeWithScores(PERIODS, 0, -1))
        .containsExactly(ScoredValue.just(0, "2026-11"));

    args[6] = "2000";
    assertThat(send(keys, args)).containsExactly("MOVED", "4");
    assertThat(redis.hget(CLOSED, "game")).isEqualTo("1000");
    args[1] = "4";
    args[6] = "soon";
    assertThat(send(keys, args)).first().isEqualTo("BAD");
    args[6] = "2000";
    redis.set(PERIODS, "text");
    assertThat(send(keys, args)).first().isEqualTo("BAD");
    assertThat(redis.hget(CLOSED, "game")).isEqualTo("1000");
    assertThat(redis.hget(POS, "3")).isEqualTo("4");
  }

  @Test
  void addsToSumsOfFifteenDigitsExactly() {
    redis.zadd(Z, 999_999_999_999_990.0, "a");
    call(keys(Z), "-1", "0", sum("9", "9", "a", "-3", "b"));

    assertThat(redis.zscore(Z, "a")).isEqualTo(999_999_999_999_999.0);
    assertThat(redis.zscore(Z, "b")).isEqualTo(-3);
  }

  @Test
  void refusesASumThatMightLeaveTheRangeAndChangesNothing() {
    redis.zadd(Z, 999_999_999_999_990.0, "a");

    assertThat(
            call(keys(OTHER, Z), "-1", "0", op("best", "shared", "-1", "a"), sum("10", "10", "a")))
        .containsExactly("RANGE");
    assertThat(call(keys(OTHER), "-1", "0", sum("1000000000000000", "1000000000000000", "a")))
        .containsExactly("RANGE");
    assertThat(redis.exists(OTHER)).isZero();
    assertThat(redis.hget(POS, "3")).isEqualTo("-1");
  }

  @Test
  void leavesOutEventByEventWhatLeavesTheRange() {
    redis.zadd(Z, 5, "a");

    assertThat(
            call(
                keys(Z),
                "-1",
                "9",
                op("each", "shared", MAX, "a", "-10", "a", MAX, "a", "4", "b", "-1", "a")))
        .containsExactly("OK", 1L);
    // 5, +MAX does not fit, -10 gives -5, +MAX fits, -1.
    assertThat(redis.zscore(Z, "a")).isEqualTo(999_999_999_999_993.0);
    assertThat(redis.zscore(Z, "b")).isEqualTo(4);
  }

  @Test
  void whatIsLeftOutReachesNothing() {
    assertThat(
            call(
                keys(Z, T),
                "-1",
                "9",
                op(
                    "each",
                    "earliest",
                    "7",
                    "a",
                    at(10),
                    MAX,
                    "a",
                    at(99),
                    "-2",
                    "a",
                    at(5),
                    MAX,
                    "b",
                    at(1))))
        .containsExactly("OK", 1L);

    assertThat(members()).containsExactly(at(10) + "a=5", at(1) + "b=999999999999999");
    assertThat(redis.hgetall(T)).isEqualTo(Map.of("a", at(10), "b", at(1)));
  }

  @Test
  void keepsTheLaterOfTwoAndTheLastCallOfTheSameMoment() {
    call(keys(Z, T), "-1", "0", op("last", "shared", "-5", "a", at(1000), "-5", "b", at(-1000)));
    call(keys(Z, T), "0", "1", op("last", "shared", "-9", "a", at(999), "-9", "b", at(-1000)));

    assertThat(redis.zscore(Z, "a")).isEqualTo(-5);
    assertThat(redis.hget(T, "a")).isEqualTo(at(1000));
    assertThat(redis.zscore(Z, "b")).isEqualTo(-9);
  }

  @Test
  void whoReachedItFirstIsAheadAndThenTheUserId() {
    call(
        keys(Z, T),
        "-1",
        "0",
        op(
            "best",
            "earliest",
            "-5",
            "a",
            at(30),
            "-5",
            "b",
            at(20),
            "-5",
            "c",
            at(20),
            "-4",
            "d",
            at(1)));
    assertThat(members())
        .containsExactly(at(20) + "b=-5", at(20) + "c=-5", at(30) + "a=-5", at(1) + "d=-4");

    // The same score earlier, later, a worse one earlier, and a better one later.
    call(
        keys(Z, T),
        "0",
        "1",
        op(
            "best",
            "earliest",
            "-5",
            "a",
            at(10),
            "-5",
            "b",
            at(25),
            "-4",
            "c",
            at(1),
            "-6",
            "d",
            at(99)));
    assertThat(members())
        .containsExactly(at(99) + "d=-6", at(10) + "a=-5", at(20) + "b=-5", at(20) + "c=-5");
    assertThat(redis.hgetall(T))
        .isEqualTo(Map.of("a", at(10), "b", at(20), "c", at(20), "d", at(99)));
  }

  @Test
  void aSumIsReachedWhenTheLatestThatCountsOccurred() {
    call(keys(Z, T), "-1", "0", op("sum", "earliest", "-5", "a", at(30), "-1", "b", at(50)));
    call(keys(Z, T), "0", "1", op("sum", "earliest", "0", "a", at(20), "-4", "b", at(60)));

    assertThat(members()).containsExactly(at(30) + "a=-5", at(60) + "b=-5");
  }

  @Test
  void aUserWhoseIdLooksLikeAnothersMemberIsAUserOfItsOwn() {
    String looksAlike = at(7) + "a";
    call(keys(Z, T), "-1", "0", op("sum", "earliest", "-5", "a", at(7)));
    call(keys(Z, T), "0", "1", op("sum", "earliest", "-3", looksAlike, at(8)));

    assertThat(members()).containsExactly(at(7) + "a=-5", at(8) + looksAlike + "=-3");
  }

  @Test
  void aTimeWithoutItsScoreOrThatIsNoneChangesNothing() {
    redis.hset(T, "a", at(7));
    assertThat(call(keys(Z, T), "-1", "0", op("best", "earliest", "-5", "a", at(7))))
        .first()
        .isEqualTo("BAD");
    redis.del(T);
    for (String time : List.of("", "x", "123", "00000000z0", "12345678901", "00000000é")) {
      assertThat(call(keys(Z, T), "-1", "0", op("last", "shared", "-5", "a", time)))
          .as(time)
          .first()
          .isEqualTo("BAD");
    }
    assertThat(redis.exists(Z, T)).isZero();
  }

  @Test
  void aKeyOfAnotherTypeOrANumberThatIsNoneChangesNothing() {
    redis.set(Z, "text");
    Op one = op("best", "shared", "1", "a");
    assertThat(call(keys(OTHER, Z), "-1", "0", one, one)).first().isEqualTo("BAD");
    redis.del(Z);
    redis.set(T, "text");
    Op timed = op("best", "earliest", "1", "a", at(1));
    assertThat(call(keys(OTHER, Z, T), "-1", "0", one, timed)).first().isEqualTo("BAD");
    redis.del(T);
    for (String number : List.of("x", "nan", "inf", "1000000000000000", "")) {
      for (String kind : List.of("best", "each", "sum")) {
        assertThat(call(keys(OTHER, Z), "-1", "0", one, op(kind, "shared", number, "a")))
            .as(kind + " " + number)
            .first()
            .isEqualTo("BAD");
      }
    }
    assertThat(call(keys(OTHER, Z), "-1", "0", one, op("worst", "shared", "1", "a")))
        .first()
        .isEqualTo("BAD");
    assertThat(redis.exists(OTHER, Z)).isZero();
    assertThat(redis.hget(POS, "3")).isEqualTo("-1");
  }

  @Test
  void takesUserIdsOfAnyBytesAndAThousandEntries() {
    List<String> users = List.of("🏆 gold", "a/b", "{x}", "}:{", "日本", "e\u0301", "é", "'\"\\");
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      entries.add("7");
      entries.add(i < users.size() ? users.get(i) : "user" + i);
    }
    assertThat(call(keys(Z), "-1", "0", sum("7", entries.toArray(String[]::new))))
        .containsExactly("OK", 0L);

    assertThat(redis.zcard(Z)).isEqualTo(2_000);
    users.forEach(user -> assertThat(redis.zscore(Z, user)).as(user).isEqualTo(7));
  }

  @Test
  void aFullRedisRefusesAllOfIt() {
    call(keys(OTHER, T), "-1", "0", op("best", "earliest", "-1", "a", at(5)));
    redis.configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> call(keys(Z), "0", "4", op("best", "shared", "-10", "a")))
          .hasMessageContaining("OOM");
      assertThatThrownBy(
              () -> call(keys(OTHER, T), "0", "4", op("best", "earliest", "-9", "a", at(9))))
          .hasMessageContaining("OOM");
    } finally {
      redis.configSet("maxmemory", "0");
    }
    assertThat(redis.exists(Z)).isZero();
    assertThat(redis.zscore(OTHER, at(5) + "a")).isEqualTo(-1);
    assertThat(redis.hget(POS, "3")).isEqualTo("0");
  }

  /** The arguments of an operation. */
  private record Op(List<String> args) {}

  private static Op op(String kind, String ties, String... entries) {
    return bounded(kind, ties, "0", entries);
  }

  private static Op sum(String bound, String... entries) {
    return bounded("sum", "shared", bound, entries);
  }

  private static Op bounded(String kind, String ties, String bound, String... entries) {
    int size = ties.equals("earliest") || kind.equals("last") ? 3 : 2;
    List<String> args =
        new ArrayList<>(List.of(kind, ties, "", Integer.toString(entries.length / size), bound));
    args.addAll(List.of(entries));
    return new Op(args);
  }

  private static String at(long instant) {
    return SortableTime.encode(instant);
  }

  private static List<String> members() {
    return redis.zrangeWithScores(Z, 0, -1).stream()
        .map(entry -> entry.getValue() + "=" + (long) entry.getScore())
        .toList();
  }

  private static String[] keys(String... boards) {
    List<String> keys = new ArrayList<>(List.of(POS, CLOSED, STATE));
    keys.addAll(List.of(boards));
    return keys.toArray(String[]::new);
  }

  private static List<Object> call(String[] keys, String expected, String through, Op... ops) {
    List<String> args =
        new ArrayList<>(List.of("3", expected, through, "", "0", Integer.toString(ops.length)));
    for (Op op : ops) {
      args.addAll(op.args());
    }
    return send(keys, args.toArray(String[]::new));
  }

  private static List<Object> send(String[] keys, String[] args) {
    return SCRIPT.sendWhole(connection.async(), keys, args).toCompletableFuture().join();
  }
}
