package io.leaderboard.redis;

import static io.leaderboard.redis.TestGames.allTime;
import static io.leaderboard.redis.TestGames.game;
import static io.leaderboard.redis.TestGames.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Ties;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** A Redis that is there and refuses: nothing is lost, and health says what to do. */
class RefusingRedisIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static ProjectorStack stack;

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
  }

  @AfterEach
  void stopServices() {
    stack.stopServices();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aFullOneAndAReplicaAreNotReadyAndNamedWithTheRemedyUntilTheyTakeWritesAgain() {
    ConfigurableApplicationContext service = stack.startService();
    GameDefinition game = game("refused", allTime("all-time", Aggregation.SUM, Ties.SHARED));
    stack.define(game);
    stack.send(runs("refused", 0, 100));
    stack.awaitFold();
    RedisCommands<String, String> redis = (RedisCommands<String, String>) stack.commands();

    ListAppender<ILoggingEvent> lines = appended();
    redis.configSet("maxmemory", "1");
    stack.send(runs("refused", 100, 200));
    awaitNotReady(service, "Redis is full (OOM): raise its maxmemory");
    assertThat(List.copyOf(lines.list)).as("an outage is a line or two").hasSizeLessThan(10);
    redis.configSet("maxmemory", "0");
    awaitReady(service);
    root().detachAppender(lines);

    redis.replicaof("127.0.0.1", 1);
    stack.send(runs("refused", 200, 300));
    awaitNotReady(service, "Redis is a replica and takes no writes (READONLY)");
    redis.replicaofNoOne();
    awaitReady(service);
    stack.awaitFold();
  }

  @Test
  void aPasswordThatIsAskedForAllOfASuddenIsNamedAndIsALineOrTwo() {
    ConfigurableApplicationContext service = stack.startService();
    awaitReady(service);
    RedisCommands<String, String> redis = (RedisCommands<String, String>) stack.commands();
    ListAppender<ILoggingEvent> lines = appended();
    try {
      redis.configSet("requirepass", "new");
      redis.clientKill(KillArgs.Builder.typeNormal().skipme(true));
      awaitNotReady(service, "Redis refuses the password (NOAUTH): set leaderboard.redis.username");
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> lines.list.size() <= 6);
      assertThat(List.copyOf(lines.list))
          .filteredOn(line -> line.getFormattedMessage().contains("refuses the password"))
          .isNotEmpty();
    } finally {
      redis.configSet("requirepass", "");
      root().detachAppender(lines);
    }
    awaitReady(service);
  }

  private static ListAppender<ILoggingEvent> appended() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root().addAppender(lines);
    return lines;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static void awaitNotReady(ConfigurableApplicationContext service, String reason) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(Actuator.status(service, "health/readiness")).isEqualTo(503);
              assertThat(Actuator.body(service, "health/readiness")).contains(reason);
            });
  }

  private static void awaitReady(ConfigurableApplicationContext service) {
    await().atMost(SOON).until(() -> Actuator.status(service, "health/readiness") == 200);
  }
}
