package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Order;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.query.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What readers get while something that the service depends on is away. */
class OutageIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOP = "/v1/games/race/boards/b/top";

  /** What no last known page is kept of. */
  private static final List<String> NEED_REDIS =
      List.of(
          TOP + "?limit=7",
          "/v1/games/race/boards/b/users/ann",
          "/v1/games/race/boards/b/user?userId=ann",
          "/v1/games/race/boards/b/users/ann/around",
          "/v1/games/race/boards/b/rank-of?score=1",
          "/v1/games/race/boards/b/periods",
          "/v1/games/race/boards/b/stream?limit=3",
          "/v1/games/race/users/ann",
          "/rank/ann?gameId=race");

  private static Stack stack;
  private static Api api;

  @BeforeAll
  static void start() {
    stack = new Stack("--leaderboard.pages.stale-for=4s");
    api = stack.api();
    stack.define(
        TestGames.game(
            "race", 0, TestGames.allTime("b", Order.DESC), TestGames.allTime("other", Order.DESC)));
  }

  @BeforeEach
  void forgetEverything() {
    stack.boards("none", 1).redis().flushall();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(api.get(TOP).problem()).isEqualTo("rebuilding"));
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void withoutALiveGenerationReadersGetTheProgressAndNeverAnEmptyBoard() {
    Answer empty = api.get(TOP);
    assertThat(empty.status()).isEqualTo(503);
    assertThat(empty.problem()).isEqualTo("rebuilding");
    long written = 0;
    for (int i = 0; i < 10; i++) {
      written += stack.write(event("u" + i)) == null ? 0 : 1;
    }
    assertThat(written).isEqualTo(10);
    BoardWriter building = stack.boards("g1", 2).building();
    await().atMost(SOON).until(() -> progress("total") == 10 && progress("applied") == 0);
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      // The first record of every partition that has one: positions beyond its end do not count.
      building.applied(partition, 0);
    }
    await().atMost(SOON).until(() -> progress("applied") > 0 && progress("applied") < 10);
    Answer rebuilding = api.get("/rank/u1?gameId=race");
    assertThat(rebuilding.status()).isEqualTo(503);
    assertThat(rebuilding.problem()).isEqualTo("rebuilding");
    assertThat(rebuilding.header("Retry-After")).matches("[1-9][0-9]*");
    assertThat(api.get("/v1/status").json().get("rebuild").get("total").asLong()).isEqualTo(10);
    assertThat(api.get("/v1/games/race").status()).isEqualTo(200);
    assertThat(api.get("/health").json().get("status").asString()).isEqualTo("degraded");
    building.put("race", "b", "u1", -1).live();
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
  }

  @Test
  void aLiveGenerationThatLostABucketIsRebuildingWhateverIsReadOfThatBucketAndNothingElse() {
    BoardWriter boards = stack.boards("g1", 64).live().put("race", "b", "ann", -1);
    boards.put("race", "other", "ann", -1);
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
    int lost = boards.bucket("race", "b");
    assertThat(boards.bucket("race", "other")).isNotEqualTo(lost);
    boards.redis().del(boards.positions(lost), boards.key("race", "b"));
    List<String> all = new ArrayList<>(NEED_REDIS);
    all.addAll(List.of(TOP, "/topk?gameId=race", TOP + "?after=" + stack.write(event("u1"))));
    for (String path : all) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(api.get(path).problem()).as(path).isEqualTo("rebuilding"));
    }
    Answer friends = api.post("/v1/games/race/boards/b/ranks", "{\"userIds\":[\"ann\"]}");
    assertThat(friends.status()).isEqualTo(503);
    assertThat(friends.header("Retry-After")).isEqualTo("1");
    // What lies elsewhere is there.
    assertThat(api.get("/v1/games/race/boards/other/top").status()).isEqualTo(200);
    assertThat(api.get("/v1/games/race").status()).isEqualTo(200);
    for (int partition = 0; partition < Stack.PARTITIONS - 1; partition++) {
      boards.applied(lost, partition, 5);
    }
    assertThat(api.get("/rank/ann?gameId=race").problem()).isEqualTo("rebuilding");
    boards.put("race", "b", "ann", -1).applied(lost, Stack.PARTITIONS - 1, -1);
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
  }

  @Test
  void aGenerationOfAnotherLogIsNotRead() {
    BoardWriter mine = stack.boards("g1", 1);
    new BoardWriter(mine.redis(), "g1", 1, "another-topic").live();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Answer refused = api.get(TOP);
              assertThat(refused.status()).isEqualTo(503);
              assertThat(refused.problem()).isEqualTo("log-mismatch");
            });
  }

  @Test
  void whileRedisIsAwayTheLastKnownPageIsServedForAWhileAndTheRestIsA503AtOnce() {
    stack.boards("g1", 2).live().put("race", "b", "ann", -1);
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
    String page = api.get(TOP).body();
    String users = api.get("/topk?gameId=race").body();
    // What answers a route for the first time takes its time to load.
    NEED_REDIS.stream().filter(path -> !path.contains("limit")).forEach(api::get);
    stack.redis().kill();
    await()
        .atMost(SOON)
        .until(() -> api.get("/health").json().get("status").asString().equals("degraded"));
    Answer stale = api.get(TOP);
    assertThat(stale.status()).isEqualTo(200);
    assertThat(stale.header("Leaderboard-Stale")).isEqualTo("true");
    assertThat(stale.body()).isEqualTo(page);
    Answer staleUsers = api.get("/topk?gameId=race");
    assertThat(staleUsers.body()).isEqualTo(users);
    assertThat(staleUsers.header("Leaderboard-Stale")).isEqualTo("true");
    assertThat(api.get("/health").status()).isEqualTo(200);
    for (String path : NEED_REDIS) {
      assertUnavailableAtOnce(path, () -> api.get(path));
    }
    assertUnavailableAtOnce(
        "ranks", () -> api.post("/v1/games/race/boards/b/ranks", "{\"userIds\":[\"ann\"]}"));
    assertThat(api.get(TOP + "?after=0:0").status()).isIn(400, 503);
    await().atMost(SOON).until(() -> api.get("/health").status() == 503);
    for (String path : List.of(TOP, "/topk?gameId=race")) {
      assertUnavailableAtOnce(path, () -> api.get(path));
    }
    assertThat(api.get("/v1/games/race").status()).isEqualTo(200);
    JsonNode status = api.get("/v1/status").json();
    assertThat(status.get("projectors").get(0).get("problem").asString()).contains("Redis");
    assertThat(stack.management().get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(stack.management().get("/actuator/health/liveness").status()).isEqualTo(200);
    stack.redis().start();
    await().atMost(SOON).until(() -> api.get("/health").status() == 200);
    assertThat(api.get("/rank/ann?gameId=race").status()).isIn(200, 503);
    await()
        .atMost(SOON)
        .until(() -> stack.management().get("/actuator/health/readiness").status() == 200);
  }

  private static void assertUnavailableAtOnce(String path, Supplier<Answer> asked) {
    long begun = System.nanoTime();
    Answer away = asked.get();
    assertThat((System.nanoTime() - begun) / 1_000_000).as(path).isLessThan(500);
    assertThat(away.status()).as(path).isEqualTo(503);
    assertThat(away.problem()).as(path).isEqualTo("unavailable");
    assertThat(away.header("Retry-After")).as(path).isEqualTo("1");
  }

  @Test
  void aRedisThatHangsIsA503WithinTheTimeoutHoweverManyAsk() {
    stack.boards("g1", 2).live().put("race", "b", "ann", -1);
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
    stack.redis().pause();
    try {
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        asked.add(api.ask("/rank/ann?gameId=race"));
      }
      asked.forEach(each -> assertThat(each.join().status()).isEqualTo(503));
      assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(20_000);
      await().atMost(SOON).until(() -> api.get(TOP).status() == 503);
    } finally {
      stack.redis().resume();
    }
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
  }

  @Test
  void whenRedisIsBackTheReadersOfAPageDoNotAllFallUponIt() {
    BoardWriter boards = stack.boards("g1", 1).live().put("race", "b", "ann", -1);
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200);
    RedisCalls calls = RedisCalls.of(boards);
    long before = calls.reads();
    long begun = System.nanoTime();
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    stack.redis().pause();
    try {
      for (int i = 0; i < 200; i++) {
        asked.add(api.ask(TOP));
      }
      // They wait for the timeout at most, and those who come later are shown the last known page.
      await().atMost(SOON).until(() -> asked.stream().allMatch(CompletableFuture::isDone));
      for (int i = 0; i < 200; i++) {
        asked.add(api.ask(TOP));
      }
    } finally {
      stack.redis().resume();
    }
    for (int i = 0; i < 200; i++) {
      asked.add(api.ask(TOP));
    }
    asked.forEach(each -> assertThat(each.join().status()).isIn(200, 503));
    long millis = (System.nanoTime() - begun) / 1_000_000;
    // Three an age at most: the page, the generation, the positions.
    assertThat(calls.reads() - before).isLessThan(10 + 3 * millis / 25);
  }

  @Test
  void withoutKafkaReadsGoOnAndTheLagGrows() {
    BoardWriter level = stack.boards("g1", 2).live().put("race", "b", "ann", -1);
    for (int partition = 0; partition < Stack.PARTITIONS; partition++) {
      level.applied(partition, 1_000);
    }
    await().atMost(SOON).until(() -> api.get(TOP).status() == 200 && lag() == 0);
    stack.kafka().kill();
    await().atMost(SOON).until(() -> lag() > 2_000);
    long before = lag();
    await().atMost(SOON).until(() -> lag() > before);
    assertThat(api.get(TOP).status()).isEqualTo(200);
    Answer health = api.get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().get("parts").get("log").get("status").asString())
        .isEqualTo("degraded");
    stack.kafka().start();
    await().atMost(SOON).until(() -> lag() == 0);
  }

  private long lag() {
    return Long.parseLong(api.get(TOP).header("Leaderboard-Lag-Ms"));
  }

  private long progress(String member) {
    return api.get(TOP).json().path("progress").path(member).asLong(-1);
  }

  private static ScoreEvent event(String user) {
    return new ScoreEvent(user, "race", user, 7, 0, Map.of(), 0, 0, null, Map.of());
  }
}
