package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.redis.Edition;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.PeriodsClosed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogRecords;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.leaderboard.projection.ResumePoint;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.Origin;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * Restoring from standings that are anywhere behind what is confirmed, on a real Kafka, Redis and
 * Cassandra.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoreIT {
  private static final Duration SWITCHED = Duration.ofSeconds(60);

  private static ProjectorStack stack;
  private static StandingsWriter standings;
  private final Seed seed = Seed.fresh();
  private final Random random = seed.derive(1).random();

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
    standings = new StandingsWriter();
  }

  @AfterAll
  static void stop() {
    stack.close();
    standings.close();
  }

  @BeforeEach
  void say() {
    System.err.println("Restores of " + seed);
  }

  @AfterEach
  void stopServices() {
    stack.stopServices();
  }

  @Test
  void whatIsRestoredWhileScoresFlowIsWhatTheLogGives() throws Exception {
    ConfigurableApplicationContext service = startService("leaderboard.generation.buckets=3");
    startService("leaderboard.generation.buckets=3");
    RandomEvents events = new RandomEvents(seed, games("flow"));
    send(events, 1_500);
    stack.awaitFold();
    keepStandings(service);
    Generation before = stack.live();

    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").statusCode()).isEqualTo(202);
    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").statusCode()).isEqualTo(409);
    await()
        .atMost(SWITCHED)
        .until(
            () -> {
              send(events, 50);
              return !stack.live().equals(before);
            });
    send(events, 200);
    stack.awaitFold();
    awaitNoGuards(stack.live());

    Map<String, String> restored = Actuator.digests(service);
    Generation fromStandings = stack.live();
    Actuator.post(service, "{}");
    await().atMost(SWITCHED).until(() -> !stack.live().equals(fromStandings));
    assertThat(restored).isNotEmpty().isEqualTo(Actuator.digests(service));
  }

  /** Last: nobody can rebuild from this log afterwards. */
  @Test
  @Order(Integer.MAX_VALUE)
  void anEmptyRedisIsRestoredThoughTheLogHasLostItsBeginning() throws Exception {
    ConfigurableApplicationContext first = startService();
    RandomEvents events = new RandomEvents(seed, games("lost"));
    send(events, 2_000);
    stack.awaitFold();
    loseTheBeginning(keepStandings(first));
    Generation live = stack.live();
    assertThat(Actuator.post(first, "{}").statusCode()).isEqualTo(202);
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                Actuator.report(first, "")
                    .path("building")
                    .path(0)
                    .path("waiting")
                    .asString("")
                    .contains("it cannot be rebuilt from the log. Rebuild --from standings"));
    assertThat(Actuator.post(first, "{\"from\":\"standings\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live().equals(live));
    stack.awaitFold();

    stack.stopServices();
    stack.commands().flushall();

    ConfigurableApplicationContext service = startService();
    await()
        .atMost(SWITCHED)
        .until(() -> Actuator.health(service).contains("rebuild --from standings"));
    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").statusCode()).isEqualTo(202);
    send(events, 200);
    stack.awaitFold();

    // And where nothing of it is left and nobody sends any more.
    standings.execute("TRUNCATE %s.board_standings");
    standings.write(
        service.getBean(LogView.class).games(), stack.remembered(), ProjectorStack.WINDOW, null);
    stack.stopServices();
    delete(stack.ends());
    stack.commands().flushall();
    ConfigurableApplicationContext quiet = startService();
    await()
        .atMost(SWITCHED)
        .until(() -> Actuator.health(quiet).contains("rebuild --from standings"));
    assertThat(Actuator.post(quiet, "{\"from\":\"standings\"}").statusCode()).isEqualTo(202);
    stack.awaitFold();
    await().atMost(SWITCHED).until(() -> Actuator.status(quiet, "health/readiness") == 200);
  }

  @Test
  void aRestoreGoesOnWhenItsServiceIsReplacedInTheMiddle() throws Exception {
    ConfigurableApplicationContext first = startService();
    RandomEvents events = new RandomEvents(seed, games("replaced"));
    send(events, 1_000);
    stack.awaitFold();
    keepStandings(first);
    Generation before = stack.live();
    Actuator.post(first, "{\"from\":\"standings\"}");
    Generation building =
        await()
            .atMost(SWITCHED)
            .until(
                () -> Generations.of(stack.commands().hgetall(RedisLayout.GENERATION)).building(),
                found -> found != null);
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(SWITCHED)
        .until(() -> stack.commands().hlen(RedisLayout.scanned(building.id(), 0, 0, "")) >= 3);
    stack.stopService(first);
    assertThat(stack.live()).isEqualTo(before);
    send(events, 300);
    // Whoever goes on meets rows that have gone on too.
    ConfigurableApplicationContext second = startService();
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    assertThat(stack.live()).isEqualTo(building);
    stack.awaitFold();
    assertThat(Actuator.report(second, "").path("building").size()).isZero();
  }

  @Test
  @Tag("long")
  void oneGameIsRestoredByItself() throws Exception {
    ConfigurableApplicationContext service = startService();
    List<GameDefinition> games = games("alone");
    send(new RandomEvents(seed, games), 600);
    stack.awaitFold();
    keepStandings(service);
    Generation all = stack.live();
    String game = games.get(0).gameId();

    Actuator.post(service, "{\"gameId\":\"%s\",\"from\":\"standings\"}".formatted(game));
    await().atMost(SWITCHED).until(() -> !stack.edition(game).equals(Edition.FIRST));
    stack.awaitFold();
    assertThat(stack.live()).isEqualTo(all);
    awaitNoGuards(all);
  }

  @Test
  void aRestoreWhoseCassandraIsAwaySaysSoAndGivesWayToTheLog() throws Exception {
    ConfigurableApplicationContext service =
        stack.startService("leaderboard.cassandra.contact-points=127.0.0.1:1");
    send(new RandomEvents(seed, games("gives-way")), 100);
    stack.awaitFold();
    Generation before = stack.live();
    List<ResumePoint> points = Collections.nCopies(ProjectorStack.PARTITIONS, ResumePoint.START);
    GenerationKeeper keeper = service.getBean(GenerationKeeper.class);
    // While Cassandra is asked another rebuild begins, which the restore takes the place of.
    Origin origin = new Origin(points, Map.of());
    assertThat(keeper.rebuild(() -> keeper.rebuild(null).map(begun -> origin).orElseThrow()))
        .isPresent();
    await()
        .atMost(SWITCHED)
        .until(
            () ->
                Actuator.report(service, "")
                    .path("building")
                    .path(0)
                    .path("waiting")
                    .asString("")
                    .contains("127.0.0.1:1"));
    assertThat(Actuator.health(service)).contains("rebuildWaits");

    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(409);
    // Without asking Cassandra, which would be a 503.
    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").statusCode()).isEqualTo(409);
    assertThat(Actuator.post(service, "{\"from\":\"log\"}").statusCode()).isEqualTo(202);
    await().atMost(SWITCHED).until(() -> !stack.live().equals(before));
    stack.awaitFold();
    await().atMost(SWITCHED).until(() -> !Actuator.health(service).contains("rebuildWaits"));
  }

  @Test
  void whatCassandraCannotGiveIsRefusedWithAReason() throws Exception {
    ConfigurableApplicationContext elsewhere =
        startService("leaderboard.cassandra.local-datacenter=moon");
    stack.awaitFold();
    assertThat(Actuator.post(elsewhere, "{\"from\":\"standings\"}").body())
        .contains(
            "cannot be read: leaderboard.cassandra.local-datacenter is 'moon', but the nodes are in ["
                + TestServers.cassandra().datacenter());
    assertThat(Actuator.post(elsewhere, "{\"from\":\"memory\"}").body())
        .contains("from must be 'log' or 'standings'");
    stack.stopService(elsewhere);

    ConfigurableApplicationContext service = startService();
    standings.bind("another");
    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").body())
        .contains("of id another", "leaderboard.cassandra");
    standings.bind(topicId(service));
    standings.execute("TRUNCATE %s.projection_positions");
    assertThat(Actuator.post(service, "{\"from\":\"standings\"}").body())
        .contains("Cassandra holds no standings yet");
    JsonNode report = Actuator.report(service, "");
    assertThat(report.path("building").size()).isZero();
  }

  private ConfigurableApplicationContext startService(String... more) {
    List<String> settings = new ArrayList<>(standings.settings());
    settings.addAll(Arrays.asList(more));
    return stack.startService(settings.toArray(String[]::new));
  }

  private List<GameDefinition> games(String name) {
    RandomGames games = new RandomGames(seed);
    List<GameDefinition> made =
        IntStream.range(0, 3).mapToObj(i -> games.next(name + "-" + i)).toList();
    made.forEach(stack::define);
    return made;
  }

  /** Events, and closings among them. */
  private void send(RandomEvents events, int count) {
    List<ScoreEvent> all = events.next(count);
    for (int from = 0; from < count; from += 100) {
      stack.send(all.subList(from, Math.min(count, from + 100)));
      String game = all.get(random.nextInt(count)).gameId();
      long through = all.get(random.nextInt(count)).occurredAt();
      stack.send(
          LogRecords.of(
              new PeriodsClosed(game, through), random.nextInt(ProjectorStack.PARTITIONS)));
    }
  }

  /** Cassandra holds something of everything there is, and what is confirmed of it. */
  private Map<Integer, Long> keepStandings(ConfigurableApplicationContext service) {
    standings.bind(topicId(service));
    return standings.write(
        service.getBean(LogView.class).games(),
        stack.read(Topics.SCORE_EVENTS),
        ProjectorStack.WINDOW,
        random);
  }

  private static String topicId(ConfigurableApplicationContext service) {
    return ((LogState.Open) service.getBean(LogView.class).state()).topicId();
  }

  /** As retention would: what is left is the duplicate window before what is confirmed. */
  private static void loseTheBeginning(Map<Integer, Long> confirmed) throws Exception {
    Map<Integer, Long> starts = new HashMap<>();
    confirmed.forEach(
        (partition, offset) ->
            starts.put(partition, Math.max(0, offset + 1 - ProjectorStack.WINDOW)));
    assertThat(starts.values()).as("some beginning is lost").anyMatch(start -> start > 0);
    delete(starts);
  }

  /** What lies before, by partition. */
  private static void delete(Map<Integer, Long> starts) throws Exception {
    Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
    starts.forEach(
        (partition, start) ->
            deleted.put(
                new TopicPartition(Topics.SCORE_EVENTS, partition),
                RecordsToDelete.beforeOffset(start)));
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()))) {
      admin.deleteRecords(deleted).all().get();
    }
  }

  private static void awaitNoGuards(Generation live) {
    await()
        .atMost(SWITCHED)
        .until(() -> stack.commands().keys(RedisLayout.everyGuardOf(live.id())).isEmpty());
  }
}
