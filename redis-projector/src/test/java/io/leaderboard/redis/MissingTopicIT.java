package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Kafka is there, and the log's topic is not. */
class MissingTopicIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void theHealthNamesTheTopicThatWasDeleted() throws Exception {
    try (ProjectorStack stack = new ProjectorStack();
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", stack.kafka().address().bootstrapServers()))) {
      ConfigurableApplicationContext service = stack.startService();
      await().atMost(SOON).until(() -> Actuator.status(service, "health/readiness") == 200);

      admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(Actuator.status(service, "health/readiness")).isEqualTo(503);
                assertThat(Actuator.body(service, "health/readiness"))
                    .contains("The topic score-events is not there: restore it");
              });
    }
  }
}
