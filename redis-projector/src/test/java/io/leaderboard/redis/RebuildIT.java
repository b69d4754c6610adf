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
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.log.EventLog;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
    ConfigurableApplicationContext service =
        stack.startService(
            "leaderboard.fill.join-within=200", "leaderboard.fill.max-poll-records=300");
    stack.startService("leaderboard.fill.join-within=200", "leaderboard.fill.max-poll-records=300");
    List<GameDefinition> games = games("flow");
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(4_000));
    stack.awaitFold();
    Generation before = stack.live();

    AtomicBoolean done = new AtomicBoolean();
    Games defined = service.getBean(EventLog.class).games();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(() -> readUntil(done, defined, games));
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
    done.set(true);
    assertThat(reader.get()).as("generations that the reader saw").isEqualTo(2);
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
  void oneGameIsRebuiltByItself() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    List<GameDefinition> games = games("alone");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(500));
    stack.awaitFold();
    Generation all = stack.live();
    String game = games.get(0).gameId();

    assertThat(Actuator.post(service, "{\"gameId\":\"" + game + "\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live(game).equals(all));
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);

    // One of everything replaces it.
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live().equals(all));
    assertThat(stack.live(game)).isEqualTo(stack.live());
    stack.awaitFold();
  }

  /** Its id ends as some of the fields do that name generations. */
  @Test
  void aGameWithAGenerationOfItsOwnOutlivesLossesOfTheOneOfAll() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    GameDefinition game =
        TestGames.game("own.retired", TestGames.allTime("main", Aggregation.SUM, Ties.SHARED));
    stack.define(game);
    RandomEvents events = new RandomEvents(seed, List.of(game));
    stack.send(events.next(300));
    stack.awaitFold();
    Generation all = stack.live();
    Map<String, String> names = stack.commands().hgetall(RedisLayout.GENERATION);
    rebuildByItself(service, game.gameId(), all);

    // What names the generations is set back, as a master of a cluster may be that holds only it.
    stack.commands().del(RedisLayout.GENERATION);
    stack.commands().hset(RedisLayout.GENERATION, names);
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
    assertThat(stack.live(game.gameId())).isNotEqualTo(all);

    stack.commands().del(RedisLayout.positions(all.id(), 0));
    stack.send(events.next(50));
    await().atMost(SWITCHED).until(() -> !stack.live().equals(all));
    stack.awaitFold();
    assertThat(stack.live(game.gameId())).isEqualTo(stack.live());
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyKeyOf(all.id())).isEmpty());
  }

  /** And waits until its keys in the generation of all are gone. */
  private static void rebuildByItself(
      ConfigurableApplicationContext service, String game, Generation all) throws Exception {
    assertThat(Actuator.post(service, "{\"gameId\":\"" + game + "\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live(game).equals(all));
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyKeyOf(all.id(), game)).isEmpty());
  }

  @Test
  void rulesThatChangeWhileNothingIsReadableDoNotBeginTheRebuildAnew() throws Exception {
    // A filling that takes a while.
    ConfigurableApplicationContext service =
        stack.startService(
            "leaderboard.fill.max-poll-records=1",
            "leaderboard.apply.chunk-members=1",
            "leaderboard.projection.max-poll-records=20");
    stack.define(TestGames.game("often", TestGames.allTime("main", Aggregation.BEST, Ties.SHARED)));
    stack.send(runs("often", 0, 1_000));
    stack.awaitFold();
    stack.commands().del(RedisLayout.GENERATION);
    Generation building =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> generations().building(), Objects::nonNull);
    int epoch = service.getBean(EventLog.class).games().epoch();
    stack.define(TestGames.game("often", TestGames.allTime("main", Aggregation.SUM, Ties.SHARED)));
    await().atMost(SWITCHED).until(() -> service.getBean(EventLog.class).games().epoch() > epoch);

    await().atMost(SWITCHED).until(() -> generations().live() != null);
    assertThat(stack.live()).as("gone on with, not begun anew").isEqualTo(building);
    stack.awaitFold();
    assertThat(stack.live("often")).isNotEqualTo(building);
  }

  @Test
  void onlySoManyGamesAreRebuiltByThemselves() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    stack.awaitFold();
    Generation all = stack.live();
    List<String> games = IntStream.range(0, 17).mapToObj(i -> "one-of-many-" + i).toList();
    BoardDefinition board = TestGames.allTime("main", Aggregation.BEST, Ties.SHARED);
    games.forEach(game -> stack.define(TestGames.game(game, board)));
    for (String game : games.subList(0, 16)) {
      assertThat(Actuator.post(service, "{\"gameId\":\"" + game + "\"}").statusCode())
          .isEqualTo(202);
    }
    HttpResponse<String> refused = Actuator.post(service, "{\"gameId\":\"" + games.get(16) + "\"}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("16 games").contains("rebuild everything");

    // And none of them is left when everything is begun anew.
    stack.commands().del(RedisLayout.GENERATION);
    stack.awaitFold();
    assertThat(stack.live()).isNotEqualTo(all);
    assertThat(generations().liveByGame()).isEmpty();
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
    ConfigurableApplicationContext slow =
        stack.startService(
            "leaderboard.fill.max-poll-records=1", "leaderboard.apply.chunk-members=1");
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
  void theOldRulesStayReadableAndUpToDateUntilTheNewOnesTakeTheirPlace() throws Exception {
    // Looked after seldom, so that the switch can be held before it happens.
    ConfigurableApplicationContext service =
        stack.startService("leaderboard.generation.check-interval=1s");
    BoardDefinition old = TestGames.allTime("runs", Aggregation.BEST, Ties.SHARED);
    BoardDefinition next = TestGames.allTime("runs", Aggregation.SUM, Ties.SHARED);
    BoardDefinition added = TestGames.allTime("added", Aggregation.COUNT, Ties.EARLIEST);
    stack.define(TestGames.game("ruled", old));
    stack.send(runs(0, 100));
    stack.awaitFold();
    Generation all = stack.live();

    stack.define(TestGames.game("ruled", next, added));
    Generation filled =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> generations().buildingByGame().get("ruled"), Objects::nonNull);
    String goal = filled.id() + ".goal";
    String reached = stack.commands().hget(RedisLayout.GENERATION, goal);
    stack.commands().hset(RedisLayout.GENERATION, goal, reached.replaceAll("\\d+", "999999999"));
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                Actuator.report(service, "").path("building").path(0).path("joined").asInt() == 4);
    stack.send(runs(100, 107));
    // Bests go on to be bests, and are neither summed nor left behind.
    await()
        .atMost(SWITCHED)
        .untilAsserted(
            () ->
                assertThat(standings(all, 1, old))
                    .isEqualTo(
                        IntStream.range(100, 107)
                            .boxed()
                            .collect(Collectors.toMap(i -> "u" + i % 7, Integer::doubleValue))));
    assertThat(generations().readable("ruled")).contains(all);
    JsonNode building = Actuator.report(service, "").path("building").path(0);
    assertThat(building.path("generation").asString()).isEqualTo(filled.id());
    assertThat(building.path("gameId").asString()).isEqualTo("ruled");
    assertThat(Actuator.metric(service, "leaderboard_generations_filling")).isEqualTo(1);
    assertThat(Actuator.metric(service, "leaderboard_rebuild_progress_ratio")).isEqualTo(1);

    stack.commands().hset(RedisLayout.GENERATION, goal, reached);
    await().atMost(SWITCHED).until(() -> generations().readable("ruled").get().equals(filled));
    assertThat(standings(filled, 2, added)).hasSize(7);
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
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

    stack.awaitFold();
    assertThat(stack.live()).isNotEqualTo(before);
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyKeyOf(before.id())).isEmpty());
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

  /** Reads as a front end does, and returns how many generations it met. */
  private static int readUntil(AtomicBoolean done, Games defined, List<GameDefinition> games) {
    Map<String, Long> last = new HashMap<>();
    Map<String, Boolean> generations = new HashMap<>();
    long users = 0;
    RedisClient client = RedisClient.create(stack.redis().address().uri());
    try {
      RedisCommands<String, String> redis = client.connect().sync();
      while (!done.get()) {
        Generation live = Generations.of(redis.hgetall(RedisLayout.GENERATION)).readable().get();
        generations.put(live.id(), true);
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
      }
    } finally {
      client.shutdown();
    }
    assertThat(users).as("users that were read").isPositive();
    return generations.size();
  }

  private static long users(
      RedisCommands<String, String> redis,
      Generation live,
      Games defined,
      List<GameDefinition> games) {
    long users = 0;
    for (GameDefinition game : games) {
      int rules = defined.game(game.gameId()).orElseThrow().rulesIn(live.epoch()).version();
      for (BoardDefinition board : game.boards()) {
        BoardKeys keys = new BoardKeys(live, game.gameId(), rules, board);
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

  /** Scores by user, or by time and user. */
  private static Map<String, Double> standings(Generation in, int rules, BoardDefinition board) {
    String key = new BoardKeys(in, "ruled", rules, board).in(Period.ALL_TIME.id(), 0).sortedSet();
    return stack.commands().zrangeWithScores(key, 0, -1).stream()
        .collect(Collectors.toMap(ScoredValue::getValue, entry -> -entry.getScore()));
  }

  private static List<ScoreEvent> runs(int from, int to) {
    return runs("ruled", from, to);
  }

  private static List<ScoreEvent> runs(String game, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> new ScoreEvent("run" + i, game, "u" + i % 7, i, 0, Map.of(), i, i, null, Map.of()))
        .toList();
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
