package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaderboard.projection.ProjectionHealth;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class KafkaUnresolvedTest {
  /** As where the services are started before Kafka, or together with their network. */
  @Test
  void aServiceWhoseKafkaHasNoAddressYetStartsAndSaysWhatItWaitsFor() {
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(RedisProjectorApplication.class)
            .run(
                "--server.port=0",
                "--leaderboard.log.bootstrap-servers=kafka.invalid:9092",
                "--leaderboard.redis.uri=redis://127.0.0.1:1")) {
      ProjectionHealth health = service.getBean(ProjectionHealth.class);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(health.health().getDetails().get("waiting"))
                      .asString()
                      .contains("kafka.invalid:9092: No resolvable bootstrap urls"));
      assertThat(Thread.getAllStackTraces().keySet())
          .as("what will ask Kafka")
          .extracting(Thread::getName)
          .contains("redis-projector-ends", "redis-projector-dlt-count");
    }
  }
}
