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
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.lettuce.core.ScoredValue;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Fills of single games within what is live, on a real Kafka and a real Redis. */
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

    rebuildByItself(service, game);
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
    assertThat(stack.edition("beside")).isEqualTo(Edition.FIRST);

    // One of everything replaces it.
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live().equals(all));
    assertThat(stack.edition(game)).isEqualTo(Edition.FIRST);
    stack.awaitFold();
  }

  @Test
  void aGameThatWasRebuiltOutlivesALossOfPositions() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    GameDefinition game =
        TestGames.game("own.retired", TestGames.allTime("main", Aggregation.SUM, Ties.SHARED));
    stack.define(game);
    RandomEvents events = new RandomEvents(seed, List.of(game));
    stack.send(events.next(300));
    stack.awaitFold();
    Generation all = stack.live();
    rebuildByItself(service, game.gameId());

    stack.commands().del(RedisLayout.positions(all.id(), 0));
    stack.send(events.next(50));
    await().atMost(SWITCHED).until(() -> !stack.live().equals(all));
    stack.awaitFold();
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyKeyOf(all.id())).isEmpty());
  }

  /** And waits until the keys of the edition before are gone. */
  private static void rebuildByItself(ConfigurableApplicationContext service, String game)
      throws Exception {
    Edition before = stack.edition(game);
    assertThat(Actuator.post(service, "{\"gameId\":\"" + game + "\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.edition(game).equals(before));
    Edition rebuilt = stack.edition(game);
    assertThat(rebuilt.rules()).isEqualTo(before.rules());
    JsonNode last = Actuator.report(service, "").path("lastFill");
    assertThat(last.path("id").asString()).isEqualTo(rebuilt.fill());
    assertThat(last.path("switched").asBoolean()).isTrue();
    String left = "r" + before + ":";
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                stack.commands().keys(RedisLayout.everyKeyOf(stack.live().id(), game)).stream()
                    .noneMatch(key -> key.contains(left)));
  }

  /** More than there once could be filled one by one, and in one reading of the log. */
  @Test
  void anyNumberOfGamesIsChangedAtOnceAndNoOtherNotices() throws Exception {
    stack.startService();
    List<String> games = IntStream.range(0, 40).mapToObj(i -> "one-of-many-" + i).toList();
    games.forEach(game -> stack.define(game(game, Aggregation.BEST)));
    games.forEach(game -> stack.send(TestGames.runs(game, 0, 20)));
    stack.awaitFold();
    Generation all = stack.live();
    Map<Integer, Long> before = stack.positions();

    games.subList(1, 40).forEach(game -> stack.define(game(game, Aggregation.SUM)));
    games.forEach(game -> stack.send(TestGames.runs(game, 20, 25)));
    await()
        .atMost(SWITCHED)
        .until(() -> games.stream().skip(1).allMatch(each -> stack.edition(each).rules() == 2));
    stack.awaitFold();

    assertThat(stack.live()).isEqualTo(all);
    assertThat(stack.edition(games.get(0))).isEqualTo(Edition.FIRST);
    stack
        .positions()
        .forEach(
            (partition, next) -> assertThat(next).isGreaterThanOrEqualTo(before.get(partition)));
    // Those that come while a fill is under way are filled by the next one, all together.
    assertThat(games.stream().skip(1).map(each -> stack.edition(each).fill()).distinct())
        .hasSizeLessThan(10);
  }

  @Test
  void rulesThatChangeAgainWhileTheyAreFilledEndAsTheLatest() throws Exception {
    stack.startSlowFilling();
    stack.define(game("again", Aggregation.BEST));
    stack.send(TestGames.runs("again", 0, 500));
    stack.awaitFold();
    for (Aggregation next : List.of(Aggregation.SUM, Aggregation.COUNT, Aggregation.LAST)) {
      stack.define(game("again", next));
      await()
          .atMost(SWITCHED)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !generations().fill().isEmpty());
      stack.send(TestGames.runs("again", 500, 520));
    }
    await().atMost(SWITCHED).until(() -> stack.edition("again").rules() == 4);
    stack.awaitFold();
  }

  @Test
  void theOldRulesStayReadableAndUpToDateUntilTheNewOnesTakeTheirPlace() throws Exception {
    // Looked after seldom: what is begun at one look is switched at the next.
    ConfigurableApplicationContext service =
        stack.startService("leaderboard.generation.check-interval=5s");
    BoardDefinition old = TestGames.allTime("runs", Aggregation.BEST, Ties.SHARED);
    BoardDefinition next = TestGames.allTime("runs", Aggregation.SUM, Ties.SHARED);
    BoardDefinition added = TestGames.allTime("added", Aggregation.COUNT, Ties.EARLIEST);
    stack.define(TestGames.game("ruled", old));
    stack.send(runs(0, 100));
    stack.awaitFold();
    Generation all = stack.live();

    stack.define(TestGames.game("ruled", next, added));
    JsonNode building =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> Actuator.report(service, "").path("building").path(0),
                report -> report.path("joined").asInt() == ProjectorStack.PARTITIONS);
    assertThat(building.path("games").path(0).asString()).isEqualTo("ruled");
    assertThat(Actuator.metric(service, "leaderboard_games_filling")).isEqualTo(1);
    stack.send(runs(100, 107));
    // Bests go on to be bests, and are neither summed nor left behind.
    await()
        .atMost(SWITCHED)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(standings(all, Edition.FIRST, old))
                    .isEqualTo(
                        IntStream.range(100, 107)
                            .boxed()
                            .collect(Collectors.toMap(i -> "u" + i % 7, Integer::doubleValue))));
    assertThat(stack.edition("ruled")).isEqualTo(Edition.FIRST);

    await().atMost(SWITCHED).until(() -> stack.edition("ruled").rules() == 2);
    assertThat(standings(all, stack.edition("ruled"), added)).hasSize(7);
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
  }

  /** The next process goes on with the fill that it finds. */
  @Test
  void aFillGoesOnWhenItsServiceIsReplacedInTheMiddle() throws Exception {
    ConfigurableApplicationContext first = stack.startSlowFilling();
    stack.define(game("replaced", Aggregation.BEST));
    stack.send(TestGames.runs("replaced", 0, 2_000));
    stack.awaitFold();
    stack.define(game("replaced", Aggregation.SUM));
    String fill =
        await()
            .atMost(SWITCHED)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> generations().fill(), found -> !found.isEmpty());
    stack.stopService(first);
    assertThat(generations().fill()).isEqualTo(fill);
    stack.send(TestGames.runs("replaced", 2_000, 2_100));

    stack.startService();
    await().atMost(SWITCHED).until(() -> stack.edition("replaced").rules() == 2);
    assertThat(stack.edition("replaced")).isEqualTo(new Edition(2, fill));
    stack.awaitFold();
  }

  @Test
  void aFillThatIsGivenUpIsToldFromOneThatReadersUse() throws Exception {
    ConfigurableApplicationContext service = stack.startSlowFilling();
    stack.define(game("given-up", Aggregation.BEST));
    stack.send(TestGames.runs("given-up", 0, 2_000));
    stack.awaitFold();
    assertThat(Actuator.report(service, "").path("lastFill").isNull()).isTrue();

    assertThat(Actuator.post(service, "{\"gameId\":\"given-up\"}").statusCode()).isEqualTo(202);
    String fill = generations().fill();
    stack.commands().del(RedisLayout.positions(stack.live().id(), 0, fill));

    JsonNode last =
        await()
            .atMost(SWITCHED)
            .until(() -> Actuator.report(service, "").path("lastFill"), found -> !found.isNull());
    assertThat(last.path("id").asString()).isEqualTo(fill);
    assertThat(last.path("switched").asBoolean()).isFalse();
    assertThat(last.path("reason").asString()).contains("Redis lost");
    assertThat(stack.edition("given-up")).isEqualTo(Edition.FIRST);
    stack.awaitFold();
  }

  @Test
  void whatAFillLeftOutIsKnownAsLongAsWhatItBroughtIsRead() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    stack.define(game("leaves", Aggregation.BEST));
    stack.send(TestGames.runs("leaves", 0, 100));
    stack.awaitFold();
    rebuildByItself(service, "leaves");
    String past = RedisLayout.past(stack.live().id(), stack.edition("leaves").fill());
    // Of a board that nothing is sent to.
    stack.commands().hset(past, "leaves/other", "1");
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                stack.commands().hkeys(RedisLayout.GENERATION).stream()
                    .noneMatch(field -> field.endsWith(".of")));
    assertThat(stack.commands().exists(past)).isEqualTo(1);

    rebuildByItself(service, "leaves");
    await().atMost(SWITCHED).until(() -> stack.commands().exists(past) == 0);
    stack.awaitFold();
  }

  private static GameDefinition game(String id, Aggregation aggregation) {
    return TestGames.game(id, TestGames.allTime("main", aggregation, Ties.EARLIEST));
  }

  private static Generations generations() {
    return Generations.of(stack.commands().hgetall(RedisLayout.GENERATION));
  }

  /** Scores by user, or by time and user. */
  private static Map<String, Double> standings(
      Generation in, Edition edition, BoardDefinition board) {
    String key = new BoardKeys(in, "ruled", edition, board).in(Period.ALL_TIME.id(), 0).sortedSet();
    return stack.commands().zrangeWithScores(key, 0, -1).stream()
        .collect(Collectors.toMap(ScoredValue::getValue, entry -> -entry.getScore()));
  }

  private static List<ScoreEvent> runs(int from, int to) {
    return TestGames.runs("ruled", from, to);
  }
}
