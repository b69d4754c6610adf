package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
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
import io.lettuce.core.ScoredValue;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Generations of one game beside the one of all, on a real Kafka and a real Redis. */
@Timeout(180)
class GameRebuildIT {
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

  /** The next begins with one generation of all: only so many games may have one of their own. */
  @AfterEach
  void stopServices() {
    stack.stopServices();
    stack.commands().del(RedisLayout.GENERATION);
  }

  @Test
  void oneGameIsRebuiltByItself() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    RandomGames random =
        new RandomGames(seed, EnumSet.of(PeriodKind.ALL_TIME), EnumSet.of(Ties.SHARED));
    List<GameDefinition> games = List.of(random.next("alone"), random.next("beside"));
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
  @Tag("long")
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
    return TestGames.runs("ruled", from, to);
  }
}
