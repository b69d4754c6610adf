package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.log.LogView;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Rebuilding beside what is live, on a real Kafka and a real Redis. */
@Timeout(180)
class RebuildIT {
  private static final Duration SWITCHED = Duration.ofSeconds(60);

  private static ProjectorStack stack;
  private final Seed seed = Seed.fresh();

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @AfterEach
  void stopServices() {
    stack.stopServices();
  }

  @Test
  void aRebuildWhileScoresFlowGivesTheSameAndNoReaderEverSeesLess() throws Exception {
    ConfigurableApplicationContext service = stack.startFillingInPieces();
    stack.startFillingInPieces();
    List<GameDefinition> games = games("flow");
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(4_000));
    stack.awaitFold();
    Generation before = stack.live();

    AtomicBoolean done = new AtomicBoolean();
    Games defined = service.getBean(LogView.class).games();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(() -> readUntil(done, defined, games, seen));
    await().atMost(SWITCHED).until(() -> seen.contains(before.id()));
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(202);
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(409);
    await()
        .atMost(SWITCHED)
        .until(
            () -> {
              stack.send(events.next(50));
              return !stack.live().equals(before);
            });
    stack.send(events.next(200));
    await().atMost(SWITCHED).until(() -> reader.isDone() || seen.contains(stack.live().id()));
    done.set(true);
    reader.get();
    assertThat(seen).containsExactlyInAnyOrder(before.id(), stack.live().id());
    stack.awaitFold();
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyKeyOf(before.id())).isEmpty());
    assertThat(Actuator.report(service, "").path("live").asString()).isEqualTo(stack.live().id());
    assertThat(Actuator.report(service, "").path("building").size()).isZero();
  }

  @Test
  void digestsOfTwoGenerationsAreTheSame() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    List<GameDefinition> games = games("proof");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(1_000));
    stack.awaitFold();
    JsonNode before = Actuator.report(service, "?digests=*").path("proof");
    Generation old = stack.live();

    Actuator.post(service, "{}");
    await().atMost(SWITCHED).until(() -> !stack.live().equals(old));
    JsonNode after = Actuator.report(service, "?digests=*").path("proof");

    assertThat(after.path("positions")).isEqualTo(before.path("positions"));
    assertThat(digests(after))
        .isEqualTo(digests(before))
        .isEqualTo(stack.digestsOfFold())
        .isNotEmpty();
    assertThat(after.path("boards").get(0).path("generation").asString())
        .isEqualTo(stack.live().id());
    String game = games.get(0).gameId();
    Actuator.report(service, "?digests=" + game)
        .path("proof")
        .path("boards")
        .forEach(board -> assertThat(board.path("gameId").asString()).isEqualTo(game));
  }

  @Test
  void rulesThatChangeWhileNothingIsReadableDoNotBeginTheRebuildAnew() throws Exception {
    ConfigurableApplicationContext service =
        stack.startSlowFilling("leaderboard.projection.max-poll-records=20");
    stack.define(TestGames.game("often", TestGames.allTime("main", Aggregation.BEST, Ties.SHARED)));
    stack.send(TestGames.runs("often", 0, 1_000));
    stack.awaitFold();
    stack.commands().del(RedisLayout.GENERATION);
    Generation building =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> generations().building(), Objects::nonNull);
    stack.define(TestGames.game("often", TestGames.allTime("main", Aggregation.SUM, Ties.SHARED)));
    await()
        .atMost(SWITCHED)
        .until(() -> service.getBean(LogView.class).games().game("often").get().version() > 1);

    await().atMost(SWITCHED).until(() -> generations().live() != null);
    assertThat(stack.live()).as("gone on with, not begun anew").isEqualTo(building);
    stack.awaitFold();
    assertThat(stack.edition("often").rules()).isEqualTo(2);
  }

  @Test
  void whatCannotBeRebuiltIsRefusedWithAReason() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    stack.awaitFold();
    assertThat(Actuator.post(service, "{\"gameId\":\"nobody-defined-it\"}").statusCode())
        .isEqualTo(404);
    assertThat(Actuator.post(service, "{\"gameId\":\"a b\"}").body()).contains("gameId");
    assertThat(Actuator.post(service, "{\"from\":\"memory\"}").body())
        .contains("from must be 'log' or");
  }

  @Test
  void aRebuildGoesOnWhenItsServiceIsReplacedInTheMiddle() throws Exception {
    // A filling that never gets near enough to join.
    ConfigurableApplicationContext slow = stack.startSlowFilling();
    List<GameDefinition> games = games("replaced");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(3_000));
    stack.awaitFold();
    Generation before = stack.live();
    Actuator.post(slow, "{}");
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                Actuator.report(slow, "").path("building").path(0).path("percent").asDouble() > 1);
    assertThat(Actuator.metric(slow, "leaderboard_rebuild_progress_ratio"))
        .isGreaterThan(0)
        .isLessThan(1);
    stack.stopService(slow);
    assertThat(stack.live()).isEqualTo(before);
    Generation half = Objects.requireNonNull(generations().building());

    stack.startService();
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    assertThat(stack.live()).as("gone on with, not begun anew").isEqualTo(half);
    stack.awaitFold();
  }

  @Test
  void whatNobodyNamesAnyMoreIsDeletedAfterAWhile() {
    stack.startService("leaderboard.generation.nameless-grace=200ms");
    List<GameDefinition> games = games("nameless");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(100));
    stack.awaitFold();
    Generation before = stack.live();
    stack.commands().del(RedisLayout.GENERATION);
    String[] beside = {
      RedisLayout.editions(before.id()), RedisLayout.left(before.id()), RedisLayout.fillOf("k2a")
    };
    for (String key : beside) {
      stack.commands().hset(key, "some-game", "2");
    }

    stack.awaitFold();
    assertThat(stack.live()).isNotEqualTo(before);
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                stack.commands().keys(RedisLayout.everyKeyOf(before.id())).isEmpty()
                    && stack.commands().exists(beside) == 0);
    stack.awaitFold();
  }

  @Test
  void pastTheBoundOfItsMemoryAFillingGoesOnInChunks() throws Exception {
    ConfigurableApplicationContext service =
        stack.startService(
            "leaderboard.fill.memory-entries=20",
            "leaderboard.fill.join-within=1",
            "leaderboard.fill.max-poll-records=100");
    List<GameDefinition> games = games("bounded");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(3_000));
    stack.awaitFold();
    Generation before = stack.live();
    Actuator.post(service, "{}");
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    stack.awaitFold();
  }

  /** Reads as a front end does, and tells which generations it has read. */
  private static void readUntil(
      AtomicBoolean done, Games defined, List<GameDefinition> games, Set<String> seen) {
    Map<String, Long> last = new HashMap<>();
    long users = 0;
    RedisClient client = RedisClient.create(stack.redis().address().uri());
    try {
      RedisCommands<String, String> redis = client.connect().sync();
      while (!done.get()) {
        Generation live = Generations.of(redis.hgetall(RedisLayout.GENERATION)).readable().get();
        long now = users(redis, live, defined, games);
        // Nobody ever leaves a board of all time. What is read of a generation that others have
        // left meanwhile is not looked at: its keys may be gone.
        if (live.id().equals(redis.hget(RedisLayout.GENERATION, Generations.LIVE))) {
          assertThat(now).as("users on all boards in %s", live.id()).isGreaterThanOrEqualTo(users);
          users = now;
        }
        redis
            .hgetall(RedisLayout.positions(live.id(), 0))
            .forEach(
                (partition, offset) -> {
                  long at = Long.parseLong(offset);
                  assertThat(at)
                      .as("position of %s in generation %s", partition, live.id())
                      .isGreaterThanOrEqualTo(last.getOrDefault(partition, -1L));
                  last.put(partition, at);
                });
        seen.add(live.id());
      }
    } finally {
      client.shutdown();
    }
    assertThat(users).as("users that were read").isPositive();
  }

  private static long users(
      RedisCommands<String, String> redis,
      Generation live,
      Games defined,
      List<GameDefinition> games) {
    long users = 0;
    for (GameDefinition game : games) {
      int rules = defined.game(game.gameId()).orElseThrow().rulesVersion();
      for (BoardDefinition board : game.boards()) {
        BoardKeys keys = new BoardKeys(live, game.gameId(), Edition.of(rules), board);
        for (int shard = 0; shard < board.shards(); shard++) {
          users += redis.zcard(keys.in(Period.ALL_TIME.id(), shard).sortedSet());
        }
      }
    }
    return users;
  }

  private static Generations generations() {
    return Generations.of(stack.commands().hgetall(RedisLayout.GENERATION));
  }

  private List<GameDefinition> games(String name) {
    RandomGames games =
        new RandomGames(seed, EnumSet.of(PeriodKind.ALL_TIME), EnumSet.of(Ties.SHARED));
    return IntStream.range(0, 3).mapToObj(i -> games.next(name + "-" + i)).toList();
  }

  private static Map<String, String> digests(JsonNode proof) {
    Map<String, String> digests = new HashMap<>();
    for (JsonNode board : proof.path("boards")) {
      String name =
          String.join(
              "/",
              board.path("gameId").asString(),
              board.path("boardId").asString(),
              board.path("period").asString());
      digests.put(name, board.path("users").asLong() + " " + board.path("digest").asString());
    }
    return digests;
  }
}
