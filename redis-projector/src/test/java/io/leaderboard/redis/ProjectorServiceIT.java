package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.BoardKeys;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.redis.poison.DeadLetters;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RestoreArgs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The service on a real Kafka and a real Redis. The log grows from test to test. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ProjectorServiceIT {
  private static final String MISMATCHES = "leaderboard_projection_position_mismatches_total";

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
  void aBrandNewSystemGetsALiveGenerationAndIsReadyWithoutAnyEvent() throws Exception {
    ConfigurableApplicationContext service = stack.startService();

    await().atMost(Duration.ofSeconds(20)).until(() -> isReady(service));
    assertThat(stack.live().buckets()).isEqualTo(1);
    assertThat(get(service, "/actuator/health/readiness"))
        .contains("\"projection\"", "\"generation\":\"" + stack.live().id() + "\"");
    assertThat(get(service, "/actuator/health/liveness")).contains("UP");
    assertThat(get(service, "/actuator/prometheus"))
        .contains(
            "leaderboard_projection_lag_records{partition=\"3\"", "leaderboard_redis_ignored");
  }

  @Test
  void aServiceThatHasMuchToReadIsNotReadyBeforeItIsLevel() throws Exception {
    ConfigurableApplicationContext first = stack.startService();
    GameDefinition game = game("backlog", Aggregation.SUM);
    stack.define(game);
    stack.awaitFold();
    stack.stopService(first);
    stack.send(events(game, 0, 3_000));
    Map<Integer, Long> ends = stack.ends();

    ConfigurableApplicationContext service =
        stack.startService("leaderboard.projection.max-poll-records=5");
    assertThat(Actuator.status(service, "health/readiness")).isEqualTo(503);
    assertThat(Actuator.status(service, "health/liveness")).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Actuator.status(service, "health/readiness") == 200);
    assertThat(stack.positions()).as("where it is when it says that it is ready").isEqualTo(ends);
    stack.awaitFold();
  }

  @Test
  void randomEventsGiveWhatTheReferenceFoldGives() {
    stack.startService();
    List<GameDefinition> games = games("random", 3);
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    for (int i = 0; i < 4; i++) {
      stack.send(events.next(700));
      stack.send(poison(i % ProjectorStack.PARTITIONS, "{\"broken\":" + i));
    }

    stack.awaitFold();
  }

  @Test
  void processesThatComeAndGoWhileEventsFlowGiveWhatOneGives() {
    stack.startService("leaderboard.projection.concurrency=2");
    List<GameDefinition> games = games("rebalanced", 2);
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(500));
    ConfigurableApplicationContext other = stack.startService();
    stack.send(events.next(500));
    stack.stopService(other);
    stack.send(events.next(500));

    stack.awaitFold();
  }

  @Test
  void aRedisThatIsKilledComesBackWithItsDataOrWithoutAndHoldsTheFold() {
    ConfigurableApplicationContext service = stack.startService();
    List<GameDefinition> games = games("killed", 2);
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(500));
    stack.redis().kill();
    stack.send(events.next(500));
    await().atMost(Duration.ofSeconds(20)).until(() -> !isReady(service));
    stack.redis().start();
    stack.awaitFold();

    stack.redis().wipe();
    stack.send(events.next(500));
    stack.redis().start();
    stack.awaitFold();
    await().atMost(Duration.ofSeconds(20)).until(() -> isReady(service));
  }

  @Test
  void aRedisThatLostItsLastMomentsGetsThemBackWithoutANewEvent() throws Exception {
    ConfigurableApplicationContext service = stack.startService();
    GameDefinition game = game("set-back", Aggregation.SUM);
    stack.define(game);
    stack.send(events(game, 0, 20));
    stack.awaitFold();
    Generation live = stack.live();
    var redis = stack.commands();
    byte[] pos = redis.dump(RedisLayout.positions(live.id(), 0));
    String board =
        new BoardKeys(live, game.gameId(), Edition.FIRST, game.boards().get(0))
            .in("all-time", 0)
            .sortedSet();
    byte[] entries = redis.dump(board);
    stack.send(events(game, 20, 40));
    stack.awaitFold();

    // What a failover to a replica that was behind looks like: the old state, and a reconnect.
    redis.restore(RedisLayout.positions(live.id(), 0), pos, RestoreArgs.Builder.ttl(0).replace());
    redis.restore(board, entries, RestoreArgs.Builder.ttl(0).replace());
    redis.clientKill(KillArgs.Builder.typeNormal().skipme());

    stack.awaitFold();
    assertThat(Actuator.metric(service, "leaderboard_redis_repairs_total")).isPositive();

    // The same behind a connection that never broke: the next event finds it out.
    redis.restore(RedisLayout.positions(live.id(), 0), pos, RestoreArgs.Builder.ttl(0).replace());
    redis.restore(board, entries, RestoreArgs.Builder.ttl(0).replace());
    double mismatches = Actuator.metric(service, MISMATCHES);
    stack.send(events(game, 40, 47));
    stack.awaitFold();
    assertThat(Actuator.metric(service, MISMATCHES)).isGreaterThan(mismatches);
  }

  @Test
  void aDuplicateIsSeenByAProcessThatStartedAfterTheOriginal() {
    ConfigurableApplicationContext first = stack.startService();
    GameDefinition game = game("repeated", Aggregation.SUM);
    stack.define(game);
    stack.send(events(game, 0, 50));
    stack.awaitFold();
    stack.stopService(first);

    stack.startService();
    stack.send(events(game, 0, 50));
    stack.awaitFold();
  }

  @Test
  void poisonGoesToTheDeadLettersAndIsCounted() {
    ConfigurableApplicationContext service = stack.startService();
    ProducerRecord<byte[], byte[]> poison = poison(2, "no record " + seed);
    stack.send(poison);
    stack.awaitFold();

    List<ConsumerRecord<byte[], byte[]>> letters =
        stack.read(Topics.SCORE_EVENTS_DLT).stream()
            .filter(letter -> Arrays.equals(letter.value(), poison.value()))
            .toList();
    assertThat(letters).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.partition()).isEqualTo(2);
    assertThat(letter.key()).isEqualTo(poison.key());
    assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(Topics.SCORE_EVENTS);
    assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("2");
    assertThat(Long.parseLong(header(letter, DeadLetters.OFFSET))).isLessThan(stack.ends().get(2));
    assertThat(header(letter, DeadLetters.REASON)).isNotEmpty();
    assertThat(health(service, "projection").getDetails()).containsEntry("undecodable", 1L);
  }

  @Test
  void aDefinitionThatChangesTheMeaningFillsThatGameAnewAndItsOldKeysGo() {
    stack.startService();
    GameDefinition other = game("unchanged", Aggregation.SUM);
    GameDefinition before = game("changed", Aggregation.BEST);
    stack.define(other);
    stack.define(before);
    stack.send(events(before, 0, 300));
    stack.send(events(other, 0, 300));
    stack.awaitFold();
    Generation all = stack.live();

    stack.define(game("changed", Aggregation.SUM));
    await().atMost(Duration.ofSeconds(30)).until(() -> stack.edition("changed").rules() == 2);
    stack.send(events(before, 300, 400));
    stack.send(events(other, 300, 400));
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stack
                    .commands()
                    .keys(RedisLayout.everyKeyOf(all.id(), "changed") + "r1:*")
                    .isEmpty());

    stack.define(game("changed", Aggregation.COUNT));
    await().atMost(Duration.ofSeconds(30)).until(() -> stack.edition("changed").rules() == 3);
    stack.awaitFold();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                stack
                    .commands()
                    .keys(RedisLayout.everyKeyOf(all.id(), "changed") + "r2*")
                    .isEmpty());
    assertThat(stack.commands().hgetall(RedisLayout.left(all.id()))).isEmpty();
  }

  @Test
  void aRedisThatWasFilledFromAnotherTopicIsRefusedUntilItIsEmptied() {
    ConfigurableApplicationContext first = stack.startService();
    stack.awaitFold();
    Generation live = stack.live();
    stack.stopService(first);
    stack.commands().hset(RedisLayout.GENERATION, live.id() + ".topic", "another");

    ConfigurableApplicationContext service = stack.startService();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                String.valueOf(health(service, "redis").getDetails().get("waiting"))
                    .contains("delete the key lb:generation"));
    assertThat(isReady(service)).isFalse();
    stack.commands().del(RedisLayout.GENERATION);
    stack.awaitFold();
  }

  @Nested
  class Watched extends WhatIsWatched {
    Watched() {
      super(stack);
    }
  }

  private List<GameDefinition> games(String name, int count) {
    RandomGames games = new RandomGames(seed);
    return IntStream.range(0, count).mapToObj(i -> games.next(name + "-" + i)).toList();
  }

  private static GameDefinition game(String id, Aggregation aggregation) {
    return TestGames.game(id, TestGames.allTime("main", aggregation, Ties.SHARED));
  }

  private static List<ScoreEvent> events(GameDefinition game, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new ScoreEvent(
                    "event-" + i,
                    game.gameId(),
                    "user-" + i % 7,
                    i,
                    0,
                    Map.of(),
                    i,
                    i,
                    null,
                    Map.of()))
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> poison(int partition, String text) {
    return new ProducerRecord<>(
        Topics.SCORE_EVENTS,
        partition,
        "some/key".getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static Health health(ConfigurableApplicationContext service, String name) {
    return Objects.requireNonNull(
        service.getBean(name + "HealthIndicator", HealthIndicator.class).health());
  }

  private static String get(ConfigurableApplicationContext service, String path) throws Exception {
    int port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static boolean isReady(ConfigurableApplicationContext service) {
    return health(service, "projection").getStatus().equals(Status.UP)
        && health(service, "redis").getStatus().equals(Status.UP);
  }
}
