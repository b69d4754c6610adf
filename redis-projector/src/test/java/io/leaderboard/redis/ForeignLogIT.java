package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.events.score.ScoreEvent;
import io.leaderboard.events.topic.Topics;
import io.leaderboard.projection.ProjectionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A log that is not the one that Redis was filled from: nothing is touched, and what to do about it
 * is said and works. What is done to the log is not undone: the order matters.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignLogIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** Events of the topic that was made anew. */
  private static final int ANEW = 1_000;

  private static final GameDefinition GAME =
      TestGames.game("foreign", TestGames.allTime("main", Aggregation.SUM, Ties.SHARED));

  private static ProjectorStack stack;
  private static Admin admin;

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
    admin = Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    stack.close();
  }

  private ConfigurableApplicationContext service;

  @BeforeEach
  void startService() {
    service = stack.startService();
  }

  @AfterEach
  void stopServices() {
    stack.stopServices();
  }

  @Test
  @Order(1)
  void aPositionBehindTheEndOfTheLogIsRefusedUntilRedisIsEmptied() throws Exception {
    stack.define(GAME);
    stack.send(events(60));
    stack.awaitFold();
    stack.stopServices();
    Generation live = stack.live();
    String positions = RedisLayout.positions(live.id(), 0);
    Map<Integer, Long> ends = stack.ends();
    int longest = ends.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    // The last record that there could be has the offset before.
    long end = ends.getOrDefault(longest, 0L);
    stack.commands().hset(positions, Integer.toString(longest), Long.toString(end));
    Map<String, Double> before = boards();

    service = stack.startService();
    awaitHealth(
        "applied score-events-%d up to offset %d, but the log ends at %d"
            .formatted(longest, end, end),
        "empty the store so that it is rebuilt");
    assertThat(Actuator.status(service, "health/readiness")).isEqualTo(503);
    assertThat(boards()).isEqualTo(before);

    stack.commands().del(RedisLayout.GENERATION);
    stack.awaitFold();
  }

  @Test
  @Order(2)
  void aTopicThatWasMadeAnewIsRefusedUntilRedisIsEmptied() throws Exception {
    stack.awaitFold();
    Map<String, Double> before = boards();
    Map<Integer, Long> former = stack.ends();
    assertThat(before).isNotEmpty();
    admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();
    await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains("score-events"));
    NewTopic again = new NewTopic(Topics.SCORE_EVENTS, ProjectorStack.PARTITIONS, (short) 1);
    admin.createTopics(List.of(again)).all().get();
    // Who runs notices by the first record; also when the log is longer now than the former one.
    stack.send(events(4));
    awaitRefusal(service);
    stack.send(events(ANEW));
    assertThat(stack.ends())
        .allSatisfy((partition, end) -> assertThat(end).isGreaterThan(former.get(partition)));
    long failures = failures();
    await().atMost(SOON).until(() -> failures() > failures + 2);
    awaitRefusal(service);
    // Who starts notices at once.
    ConfigurableApplicationContext another = stack.startService();
    awaitRefusal(another);
    assertThat(Actuator.status(another, "health/readiness")).isEqualTo(503);
    assertThat(boards()).isEqualTo(before);

    stack.commands().del(RedisLayout.GENERATION);
    awaitLevel();
    assertThat(boards().values().stream().mapToDouble(Double::doubleValue).sum())
        .as("what the events give, of which four were repeated")
        .isEqualTo(-ANEW * (ANEW - 1) / 2.0);
    stack.stopServices();
    service = stack.startService();
    awaitLevel();
  }

  @Test
  @Order(3)
  void anotherCountOfPartitionsIsRefused() throws Exception {
    await().atMost(SOON).until(() -> Actuator.status(service, "health/readiness") == 200);
    stack.stopServices();
    Map<String, Double> before = boards();
    admin.createPartitions(Map.of(Topics.SCORE_EVENTS, NewPartitions.increaseTo(5))).all().get();

    service = stack.startService();
    awaitHealth("has 5 partitions, but this log was created with 4", "Restore the topic with 4");
    assertThat(Actuator.status(service, "health/readiness")).isEqualTo(503);
    assertThat(Actuator.post(service, "{}").statusCode()).isEqualTo(503);
    assertThat(boards()).isEqualTo(before);
  }

  private void awaitHealth(String... said) {
    awaitHealth(service, said);
  }

  private static void awaitHealth(ConfigurableApplicationContext of, String... said) {
    await().atMost(SOON).untilAsserted(() -> assertThat(Actuator.health(of)).contains(said));
  }

  private static void awaitRefusal(ConfigurableApplicationContext of) {
    awaitHealth(
        of, "Redis was filled from the topic score-events of id", "delete the key lb:generation");
  }

  private void awaitLevel() {
    await().atMost(SOON).ignoreExceptions().until(() -> stack.positions().equals(stack.ends()));
    await().atMost(SOON).until(() -> Actuator.status(service, "health/readiness") == 200);
  }

  private long failures() {
    return service.getBean(ProjectionStatus.class).failures();
  }

  /** Sort keys by user of the generation that Redis names. */
  private static Map<String, Double> boards() {
    Map<String, Double> boards = new TreeMap<>();
    String all = RedisLayout.everyKeyOf(stack.live().id(), GAME.gameId());
    for (String key : stack.commands().keys(all)) {
      if (key.endsWith(":z")) {
        stack
            .commands()
            .zrangeWithScores(key, 0, -1)
            .forEach(entry -> boards.put(entry.getValue(), entry.getScore()));
      }
    }
    return boards;
  }

  private static List<ScoreEvent> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ScoreEvent(
                    "e" + i, GAME.gameId(), "user-" + i % 17, i, 0, Map.of(), i, i, null, Map.of()))
        .toList();
  }
}
