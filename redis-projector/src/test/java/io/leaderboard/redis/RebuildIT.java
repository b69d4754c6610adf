package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> readUntil(done));
    assertThat(post(service, "{}").statusCode()).isEqualTo(202);
    assertThat(post(service, "{}").statusCode()).isEqualTo(409);
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
    assertThat(report(service, "").path("live").asString()).isEqualTo(stack.live().id());
    assertThat(report(service, "").path("building").size()).isZero();
  }

  @Test
  void digestsOfTwoGenerationsAreTheSame() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    List<GameDefinition> games = games("proof");
    games.forEach(stack::define);
    stack.send(new RandomEvents(seed, games).next(1_000));
    stack.awaitFold();
    JsonNode before = report(service, "?digests=*").path("proof");
    Generation old = stack.live();

    post(service, "{}");
    await().atMost(SWITCHED).until(() -> !stack.live().equals(old));
    JsonNode after = report(service, "?digests=*").path("proof");

    assertThat(after.path("positions")).isEqualTo(before.path("positions"));
    assertThat(digests(after))
        .isEqualTo(digests(before))
        .isEqualTo(stack.digestsOfFold())
        .isNotEmpty();
    assertThat(after.path("boards").get(0).path("generation").asString())
        .isEqualTo(stack.live().id());
    String game = games.get(0).gameId();
    report(service, "?digests=" + game)
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

    assertThat(post(service, "{\"gameId\":\"" + game + "\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live(game).equals(all));
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);

    // One of everything replaces it.
    assertThat(post(service, "{}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live().equals(all));
    assertThat(stack.live(game)).isEqualTo(stack.live());
    stack.awaitFold();
  }

  @Test
  void whatCannotBeRebuiltIsRefusedWithAReason() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    stack.awaitFold();
    assertThat(post(service, "{\"gameId\":\"nobody-defined-it\"}").statusCode()).isEqualTo(404);
    assertThat(post(service, "{\"gameId\":\"a b\"}").body()).contains("gameId");
    assertThat(post(service, "{\"from\":\"memory\"}").body()).contains("from must be 'log' or");
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
    post(slow, "{}");
    await()
        .atMost(SWITCHED)
        .until(() -> report(slow, "").path("building").path(0).path("percent").asDouble() > 1);
    stack.stopService(slow);
    assertThat(stack.live()).isEqualTo(before);

    stack.startService();
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
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
    post(service, "{}");
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    stack.awaitFold();
  }

  /** Reads as a front end does, and returns how many generations it met. */
  private static int readUntil(AtomicBoolean done) {
    Map<String, Long> last = new HashMap<>();
    Map<String, Boolean> generations = new HashMap<>();
    RedisClient client = RedisClient.create(stack.redis().address().uri());
    try {
      RedisCommands<String, String> redis = client.connect().sync();
      while (!done.get()) {
        Generation live = Generations.of(redis.hgetall(RedisLayout.GENERATION)).readable().get();
        generations.put(live.id(), true);
        redis
            .hgetall(RedisLayout.positions(live.id(), 0))
            .forEach(
                (partition, offset) -> {
                  long now = Long.parseLong(offset);
                  assertThat(now)
                      .as("position of %s in generation %s", partition, live.id())
                      .isGreaterThanOrEqualTo(last.getOrDefault(partition, -1L));
                  last.put(partition, now);
                });
      }
    } finally {
      client.shutdown();
    }
    return generations.size();
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

  private static HttpResponse<String> post(ConfigurableApplicationContext service, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(service, ""))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode report(ConfigurableApplicationContext service, String query)
      throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri(service, query)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static URI uri(ConfigurableApplicationContext service, String query) {
    String port = service.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + "/actuator/rebuild" + query);
  }
}
