package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A Kafka that is gone for good is a line or two, and nobody waits for it at the end. */
class KafkaGoneIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What is asked again each time takes a second or two. */
  private static final int QUESTIONS = 5;

  private static final int MOST_LINES = 3;

  @Test
  void itIsLoggedOnceAndTheServiceEndsWithin10Seconds() {
    try (Stack stack = new Stack()) {
      stack.define(TestGames.game("gone", 0, TestGames.allTime("b", Order.DESC)));
      ListAppender<ILoggingEvent> lines = new ListAppender<>();
      lines.start();
      Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
      root.addAppender(lines);
      try {
        stack.kafka().kill();
        await()
            .atMost(SOON)
            .until(() -> stack.api().get("/health").body().contains("Kafka has not answered"));
        for (int i = 0; i < QUESTIONS; i++) {
          assertThat(stack.api().get("/v1/status").status()).isLessThanOrEqualTo(503);
        }
        // Whoever reads a topic tries again after some seconds.
        await()
            .during(Duration.ofSeconds(14))
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(List.copyOf(lines.list)).hasSizeLessThanOrEqualTo(MOST_LINES));

        long began = System.nanoTime();
        stack.endService();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      } finally {
        root.detachAppender(lines);
      }
    }
  }

  @Test
  void aTopicThatWasDeletedIsNamedAndReadsGoOn() throws Exception {
    try (Stack stack = new Stack();
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()))) {
      admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();

      await()
          .atMost(SOON)
          .until(
              () ->
                  stack
                      .api()
                      .get("/health")
                      .body()
                      .contains("The topic score-events is not there: restore it"));
      assertThat(stack.api().get("/health").json().get("status").asString()).isEqualTo("degraded");
    }
  }
}
