package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.events.topic.Topics;
import io.leaderboard.ingest.RunningIngest.Answer;
import io.leaderboard.servers.testing.DedicatedServer;
import io.leaderboard.servers.testing.KafkaAddress;
import io.leaderboard.servers.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Kafka is there, and a topic of the log is not. */
class MissingTopicIT {
  @Test
  void theHealthNamesTheTopicThatWasDeleted() throws Exception {
    try (DedicatedServer<KafkaAddress> kafka = TestServers.dedicatedKafka();
        RunningIngest ingest = RunningIngest.startReady(kafka.address().bootstrapServers());
        Admin admin =
            Admin.create(Map.of("bootstrap.servers", kafka.address().bootstrapServers()))) {
      admin.deleteTopics(List.of(Topics.SCORE_EVENTS)).all().get();

      String expected = "The topic score-events is not there: restore it";
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                Answer health = ingest.get("/health");
                assertThat(health.status()).isEqualTo(503);
                assertThat(health.json().path("parts").path("log").path("detail").asString())
                    .startsWith(expected);
                assertThat(health.json().path("parts").path("kafka").path("status").asString())
                    .isEqualTo("up");
              });
      Answer readiness = ingest.management("/actuator/health/readiness");
      assertThat(readiness.status()).isEqualTo(503);
      assertThat(
              readiness
                  .json()
                  .path("components")
                  .path("log")
                  .path("details")
                  .path("waiting")
                  .asString())
          .startsWith(expected);
    }
  }
}
