package io.leaderboard.redis.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.redis.SortableTime;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.Origin;
import io.leaderboard.redis.generation.StoredPosition;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.RedisAddress;
import io.leaderboard.servers.testing.TestServers;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The scripts that fill one bucket beside what is live: what former owners can do, and that each
 * needs the bucket alone.
 */
@Timeout(60)
class BucketScriptsIT {
  private static final String FILL = "lb:{g.b0}:fill";
  private static final String POS = "lb:{g.b0}:pos";
  private static final String CLOSED = "lb:{g.b0}:closed3";
  private static final String STATE = "lb:{g.b0}:state";
  private static final String SCANNED = "lb:{g.b0}:scanned3";
  private static final String Z = "lb:{g.b0}:game:board:r1:all-time:s0:z";
  private static final String T = "lb:{g.b0}:game:board:r1:all-time:s0:t";
  private static final String GUARDS = "lb:{g.b0}:game:board:r1:all-time:s0:g";
  private static final String PERIODS = "lb:{g.b0}:game:board:r1:periods:s0";
  private static final String THROUGH_9 = Long.toString(StoredPosition.loading(9));
  private static final String THROUGH_7 = Long.toString(StoredPosition.loading(7));
  private static final String FROM_4 = Long.toString(StoredPosition.restoring(4));

  private static DedicatedServer<RedisAddress> server;
  private static TestRedis opened;
  private static RedisLink link;
  private static RedisClusterCommands<String, String> redis;

  @BeforeAll
  static void start() {
    server = TestServers.dedicatedRedis();
    opened = new TestRedis(1, 500);
    link = opened.link(new InetSocketAddress(server.address().host(), server.address().port()));
    redis = link.commands();
  }

  @AfterAll
  static void stop() {
    opened.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    redis.flushall();
    redis.hset(POS, "3", "-1");
    assertThat(claim("owner")).isZero();
  }

  @Test
  void aLoadSaysThroughWhichOffsetFromItsFirstStandingOn() {
    assertThat(load("owner", THROUGH_9, "-5", "ann")).isEqualTo(1);
    assertThat(redis.hget(POS, "3")).isEqualTo(THROUGH_9);
    assertThat(StoredPosition.isLoading(Long.parseLong(THROUGH_9))).isTrue();
    assertThat(StoredPosition.loadingThrough(Long.parseLong(THROUGH_9))).isEqualTo(9);

    assertThat(load("owner", THROUGH_7, "-4", "ben")).as("another offset").isZero();
    assertThat(endLoad("owner", THROUGH_7, "7")).as("another offset").isZero();
    assertThat(load("owner", THROUGH_9, "-4", "ben")).isEqualTo(1);
    assertThat(endLoad("owner", THROUGH_9, "9")).isEqualTo(1);
    assertThat(redis.hgetall(POS)).isEqualTo(Map.of("3", "9"));
    assertThat(redis.hgetall(CLOSED)).isEqualTo(Map.of("game", "1000"));

    assertThat(load("owner", THROUGH_9, "-9", "ann")).as("it has a position").isZero();
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-5);
  }

  @Test
  void aFormerOwnersLoadChangesNothing() {
    assertThat(load("owner", THROUGH_9, "-5", "ann")).isEqualTo(1);
    claim("next");

    assertThat(load("owner", THROUGH_9, "-6", "ann")).isZero();
    assertThat(endLoad("owner", THROUGH_9, "9")).isZero();
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-5);
    assertThat(redis.hget(POS, "3")).isEqualTo(THROUGH_9);
    assertThat(load("next", THROUGH_9, "-5", "ann")).as("goes on from there").isEqualTo(1);
  }

  @Test
  void aFormerOwnerDoesNotJoinAndWhatWasJoinedStaysSo() {
    claim("next");
    assertThat(call("join_partition", List.of(FILL), "3", "owner")).isZero();
    assertThat(claim("third")).as("a former owner had joined").isZero();
    assertThat(call("join_partition", List.of(FILL), "3", "third")).isEqualTo(1);
    assertThat(claim("fourth")).as("a former owner had joined").isEqualTo(1);
  }

  @Test
  void aChunkIsNeverFoldedOntoHalfALoad() {
    assertThat(load("owner", THROUGH_9, "-5", "ann")).isEqualTo(1);

    assertThat(apply("-1", "4")).containsExactly("MOVED", THROUGH_9);
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-5);
  }

  @Test
  void aChunkBeforeTheLoadKeepsTheLoadOut() {
    assertThat(apply("-1", "4")).containsExactly("OK", 0L);

    assertThat(load("owner", THROUGH_9, "-5", "ann")).isZero();
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-1);
  }

  @Test
  void whatIsSealedTellsItsLastPositionsAndIsAppliedToNoMore() {
    assertThat(apply("-1", "4")).containsExactly("OK", 0L);
    assertThat(parts("seal_bucket", List.of(POS, STATE), "next")).containsExactly("3", "4");

    assertThat(apply("4", "8")).containsExactly("SEALED", "next");
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-1);
    assertThat(redis.hget(POS, "3")).isEqualTo("4");
    assertThat(call("unseal_bucket", List.of(STATE), "another")).isZero();
    assertThat(apply("4", "8")).containsExactly("SEALED", "next");
    assertThat(call("unseal_bucket", List.of(STATE), "next")).isEqualTo(1);
    assertThat(apply("4", "8")).containsExactly("OK", 0L);
  }

  @Test
  void whatOneGenerationHasSealedNoOtherSeals() {
    assertThat(parts("seal_bucket", List.of(POS, STATE), "next")).containsExactly("3", "-1");
    assertThat(parts("seal_bucket", List.of(POS, STATE), "other"))
        .containsExactly("SEALED", "next");
    assertThat(parts("seal_bucket", List.of(POS, STATE), "next")).containsExactly("3", "-1");
    assertThat(call("unseal_bucket", List.of(STATE), "next")).isEqualTo(1);
    assertThat(parts("seal_bucket", List.of(POS, STATE), "other")).containsExactly("3", "-1");
  }

  @Test
  void whatHasNoPositionsIsNotSealed() {
    redis.del(POS);
    assertThat(parts("seal_bucket", List.of(POS, STATE), "next")).isEmpty();
    assertThat(redis.exists(STATE)).isZero();
  }

  @Test
  void aBucketIsRestoredOnceAndByItsOwnerAlone() {
    redis.hset(POS, "3", FROM_4);
    assertThat(restore("owner", "-5", "ann", "8")).isEqualTo(1);
    assertThat(apply("4", "8")).as("not before all is there").first().isEqualTo("MOVED");
    claim("next");
    assertThat(restore("owner", "-7", "ann", "")).isZero();
    assertThat(mark("owner", "0")).isZero();

    assertThat(mark("next", "0")).isEqualTo(1);
    assertThat(endRestore("next", "2")).as("a part is missing").isEqualTo(-1);
    assertThat(mark("next", "1")).isEqualTo(1);
    assertThat(endRestore("owner", "2")).isZero();
    assertThat(endRestore("next", "2")).isEqualTo(1);
    assertThat(redis.hget(POS, "3")).isEqualTo("4");
    assertThat(redis.exists(SCANNED)).isZero();
    assertThat(redis.hget(FILL, "guarded.3")).isEqualTo("8");

    // Once more for another bucket that lost it.
    assertThat(restore("next", "-7", "ann", "")).isEqualTo(2);
    assertThat(mark("next", "0")).isEqualTo(1);
    assertThat(endRestore("next", "2")).isEqualTo(1);
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-5);
    assertThat(redis.hget(GUARDS, "ann")).isEqualTo("8");
    assertThat(redis.exists(SCANNED)).isZero();
  }

  @Test
  void whatIsRestoredIsNotLiveBeforeItHasPassedTheLastGuardOfAllBuckets() {
    GamesFold games = new GamesFold();
    games.apply(new LogSettings(1, 50, 0));
    GenerationKeeper keeper = opened.keeper(link, TestRedis.log(games::snapshot));
    keeper.check();
    Generation before = StoredBoards.generation(redis);
    Origin origin = new Origin(List.of(new ResumePoint(5, Map.of())), Map.of());
    Generation next = keeper.rebuild(() -> origin).orElseThrow();
    String positions = RedisLayout.positions(next.id(), 0);
    redis.hset(RedisLayout.filling(next.id(), 0, ""), "guarded.0", "8");

    keeper.check();
    assertThat(StoredBoards.generation(redis)).as("while it is being restored").isEqualTo(before);
    redis.hset(positions, "0", "7");
    keeper.check();
    assertThat(StoredBoards.generation(redis)).as("before the last guard").isEqualTo(before);
    redis.hset(positions, "0", "8");
    keeper.check();
    assertThat(StoredBoards.generation(redis)).isEqualTo(next);
  }

  @Test
  void aPeriodIsListedAndTimesAreKeptWhereTheBoardHasThem() {
    String time = SortableTime.encode(7);
    assertThat(load("owner", THROUGH_9, "-5", "ann")).isEqualTo(1);
    assertThat(redis.exists(T, PERIODS)).isZero();
    List<String> keys = List.of(FILL, POS, Z, T, PERIODS);
    assertThat(
            call("load", keys, "3", "owner", THROUGH_9, "2026-11", "1", "-4", "ben", "ben", time))
        .isEqualTo(1);
    assertThat(redis.hgetall(T)).isEqualTo(Map.of("ben", time));
    assertThat(redis.zrange(PERIODS, 0, -1)).containsExactly("2026-11");
  }

  /** At midnight every game with automatic closing writes one to each partition. */
  @Test
  void oneCallMayHoldTheClosingsOfManyGames() {
    int games = 10_007;
    List<String> applied = new ArrayList<>(List.of("3", "-1", "4", "", Integer.toString(games)));
    List<String> loaded = new ArrayList<>(List.of("3", "owner", THROUGH_9, "9"));
    for (int i = 0; i < games; i++) {
      applied.addAll(List.of("g" + i, "1000"));
      loaded.addAll(List.of("h" + i, Integer.toString(i)));
    }
    assertThat(endLoad(loaded)).isEqualTo(1);
    redis.hset(POS, "3", "-1");
    applied.addAll(List.of("1", "best", "shared", "", "1", "0", "-5", "ann"));

    assertThat(parts("apply", List.of(POS, CLOSED, STATE, Z), applied.toArray(String[]::new)))
        .containsExactly("OK", 0L);
    assertThat(redis.hlen(CLOSED)).isEqualTo(2L * games);
    assertThat(redis.hget(CLOSED, "h" + (games - 1))).isEqualTo(Integer.toString(games - 1));
    assertThat(redis.zscore(Z, "ann")).isEqualTo(-5);
  }

  private static long claim(String token) {
    return call("claim_partition", List.of(FILL), "3", token);
  }

  private static long load(String token, String position, String sortKey, String user) {
    return call(
        "load", List.of(FILL, POS, Z, T), "3", token, position, "all-time", "1", sortKey, user);
  }

  private static long endLoad(String token, String position, String offset) {
    return endLoad(List.of("3", token, position, offset, "game", "1000"));
  }

  private static long endLoad(List<String> args) {
    return call("end_load", List.of(FILL, POS, CLOSED), args.toArray(String[]::new));
  }

  private static long restore(String token, String sortKey, String user, String guard) {
    return call(
        "restore",
        List.of(FILL, POS, Z, T, GUARDS),
        "3",
        token,
        "all-time",
        "shared",
        guard.isEmpty() ? "-1" : guard,
        sortKey,
        user,
        "",
        "-",
        guard);
  }

  private static long mark(String token, String part) {
    return call("mark_scanned", List.of(FILL, SCANNED, POS), "3", token, part);
  }

  private static long endRestore(String token, String parts) {
    return call("end_restore", List.of(FILL, SCANNED, POS), "3", token, parts, FROM_4, "4");
  }

  private static List<Object> apply(String expected, String through) {
    return parts(
        "apply",
        List.of(POS, CLOSED, STATE, Z),
        "3",
        expected,
        through,
        "",
        "0",
        "1",
        "best",
        "shared",
        "",
        "1",
        "0",
        "-1",
        "ann");
  }

  private static long call(String script, List<String> keys, String... args) {
    return Script.named(script).call(link, keys.toArray(String[]::new), args);
  }

  private static List<Object> parts(String script, List<String> keys, String... args) {
    return Script.named(script).parts(link, keys, args);
  }
}
