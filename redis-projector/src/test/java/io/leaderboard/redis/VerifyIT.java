package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.reference.RandomEvents;
import io.leaderboard.events.reference.RandomGames;
import io.leaderboard.events.reference.Seed;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparing Redis with Cassandra, on real ones of which one is not what it should be. */
@Timeout(180)
class VerifyIT {
  private static final String GAME = "verified";

  private static ProjectorStack stack;
  private static StandingsWriter standings;
  private static ConfigurableApplicationContext service;
  private final Seed seed = Seed.fresh();

  @BeforeEach
  void say() {
    System.err.println("Comparisons of " + seed);
  }

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
    standings = new StandingsWriter();
    service = stack.startService(standings.settings().toArray(String[]::new));
    standings.bind(((LogState.Open) service.getBean(LogView.class).state()).topicId());
  }

  @AfterAll
  static void stop() {
    stack.close();
    standings.close();
  }

  @Test
  void whatWasTamperedWithIsReported() throws Exception {
    stack.define(
        TestGames.game(
            GAME,
            TestGames.allTime("sums", Aggregation.SUM, Ties.SHARED),
            TestGames.allTime("firsts", Aggregation.BEST, Ties.EARLIEST)));
    stack.send(
        Stream.of("ann", "ben", "cem", "dee", "eva")
            .map(user -> event(user, user, user.length()))
            .toList());
    keepLevel();
    assertThat(verified(GAME).path("differences").asInt()).isZero();
    assertThat(verified(GAME).path("compared").asInt()).isEqualTo(10);

    String sums = key("sums", "z");
    String firsts = key("firsts", "z");
    stack.commands().zadd(sums, -1_000, "ann");
    stack.commands().zadd(sums, -3, "nobody");
    stack.commands().zrem(sums, "ben");
    stack.commands().hset(key("firsts", "t"), "cem", "0000000000");
    standings.execute(
        "DELETE FROM %s.board_standings WHERE game_id = 'verified' AND board_id = 'firsts' AND"
            + " rules = 1 AND period = 'all-time' AND user_id = 'dee'");

    JsonNode report = verified(GAME);
    List<String> listed = new ArrayList<>();
    for (JsonNode difference : report.path("listed")) {
      listed.add(
          "%s %s %s %s"
              .formatted(
                  difference.path("boardId").asString(),
                  difference.path("userId").asString(),
                  difference.path("redis").asString("-"),
                  difference.path("cassandra").asString("-")));
    }
    assertThat(report.path("state").asString()).isEqualTo("done");
    assertThat(report.path("differences").asInt()).isEqualTo(5);
    assertThat(listed)
        .containsExactlyInAnyOrder(
            "sums ann 1000 3",
            "sums nobody 3 -",
            "sums ben - 3",
            "firsts cem - 3@1000",
            "firsts dee 3@1000 -");
    assertThat(firsts).isNotEmpty();
    assertThat(report.path("listed").get(0).path("period").asString()).isEqualTo("all-time");
  }

  /** More than one answer holds. */
  @Test
  void everyDifferenceIsReportedHoweverManyThereAre() throws Exception {
    String game = "many";
    stack.define(TestGames.game(game, TestGames.allTime("sums", Aggregation.SUM, Ties.SHARED)));
    stack.send(List.of(new ScoreEvent("e", game, "ann", 1, 0, Map.of(), 1, 1, null, Map.of())));
    String key = "lb:{%s.b0}:%s:sums:r1:all-time:s0:z".formatted(stack.live().id(), game);
    Set<String> ghosts =
        IntStream.range(0, 2_300).mapToObj(i -> "ghost" + i).collect(Collectors.toSet());
    // Not the fold of everything: another test may have tampered with its game.
    await().until(() -> stack.commands().zscore(key, "ann") != null);
    keepBehind();
    stack.commands().zadd(key, ghosts.stream().flatMap(each -> Stream.of(-5.0, each)).toArray());
    try {
      assertThat(verified(game).path("differences").asInt()).isEqualTo(ghosts.size());
      List<String> listed = new ArrayList<>();
      JsonNode page;
      // Whoever can make somebody's browser ask changes nothing by it.
      Actuator.get(service, "verify?after=1000");
      do {
        page =
            JsonMapper.shared()
                .readTree(
                    Actuator.post(service, "verify", "{\"after\":" + listed.size() + "}").body());
        assertThat(page.path("from").asInt()).isEqualTo(listed.size());
        page.path("listed").forEach(each -> listed.add(each.path("userId").asString()));
      } while (page.path("listed").size() > 0);
      assertThat(listed).containsExactlyInAnyOrderElementsOf(ghosts);
    } finally {
      stack.commands().zrem(key, ghosts.toArray(String[]::new));
    }
  }

  @Test
  void nothingIsReportedWhileScoresFlowAndCassandraFollows() throws Exception {
    List<GameDefinition> games = new ArrayList<>();
    RandomGames random = new RandomGames(seed);
    // Of random ones it may be that no event counts.
    games.add(GameDefinition.automatic("flowing"));
    IntStream.range(0, 2).mapToObj(i -> random.next("flowing-" + i)).forEach(games::add);
    games.forEach(stack::define);
    RandomEvents events = new RandomEvents(seed, games);
    stack.send(events.next(500));
    keepBehind();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> flow =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                stack.send(events.next(40));
                keepBehind();
              }
            });
    try {
      for (GameDefinition game : games) {
        JsonNode report = verified(game.gameId());
        assertThat(report.path("state").asString()).as(report.toString()).isEqualTo("done");
        assertThat(report.path("differences").asInt()).as(report.toString()).isZero();
        if (game.equals(games.get(0))) {
          assertThat(report.path("compared").asInt()).isPositive();
        }
      }
    } finally {
      done.set(true);
      flow.join();
    }
  }

  @Test
  void whatIsAwayIsSaid() throws Exception {
    ConfigurableApplicationContext other =
        stack.startService("leaderboard.cassandra.contact-points=127.0.0.1:1");
    // Stopped with all others: services of one process share what serves HTTP.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Actuator.health(other).contains("\"connected\":true"));
    HttpResponse<String> refused = Actuator.post(other, "verify", "{}");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("Cassandra at [127.0.0.1:1]");
    assertThat(Actuator.post(other, "verify", "{\"gameId\":\"nobody\"}").statusCode())
        .isEqualTo(404);
  }

  private static String key(String board, String kind) {
    return "lb:{%s.b0}:%s:%s:r1:all-time:s0:%s".formatted(stack.live().id(), GAME, board, kind);
  }

  private static JsonNode verified(String game) throws Exception {
    assertThat(Actuator.post(service, "verify", "{\"gameId\":\"%s\"}".formatted(game)).statusCode())
        .isEqualTo(202);
    return await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> Actuator.get(service, "verify"),
            report -> !report.path("state").asString().equals("running"));
  }

  /** Cassandra has everything. */
  private static void keepLevel() {
    stack.awaitFold();
    keepBehind();
  }

  /** Cassandra comes to where the log is now. */
  private static void keepBehind() {
    standings.write(
        service.getBean(LogView.class).readToEnd().join(),
        stack.read(Topics.SCORE_EVENTS),
        ProjectorStack.WINDOW,
        null);
  }

  private static ScoreEvent event(String id, String user, long score) {
    return new ScoreEvent(id, GAME, user, score, 0, Map.of(), 1_000, 1_000, null, Map.of());
  }
}
