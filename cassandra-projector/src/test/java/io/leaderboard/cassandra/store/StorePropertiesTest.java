package io.leaderboard.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.cassandra.schema.SchemaMode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StorePropertiesTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Enabled.class);

  @EnableConfigurationProperties(StoreProperties.class)
  static class Enabled {}

  @Test
  void everyKeyHasADefault() {
    runner.run(
        context ->
            assertThat(context.getBean(StoreProperties.class))
                .isEqualTo(
                    new StoreProperties(
                        SchemaMode.APPLY,
                        Map.of(),
                        Duration.ofSeconds(5),
                        256,
                        Duration.ofSeconds(30),
                        50_000)));
  }

  @Test
  void everyKeyIsMapped() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.schema=validate",
            "leaderboard.cassandra.replication.east=3",
            "leaderboard.cassandra.replication.west=2",
            "leaderboard.cassandra.request-timeout=700ms",
            "leaderboard.cassandra.concurrency=64",
            "leaderboard.cassandra.sync-margin=0s",
            "leaderboard.cassandra.known-months=10")
        .run(
            context ->
                assertThat(context.getBean(StoreProperties.class))
                    .isEqualTo(
                        new StoreProperties(
                            SchemaMode.VALIDATE,
                            Map.of("east", 3, "west", 2),
                            Duration.ofMillis(700),
                            64,
                            Duration.ZERO,
                            10)));
  }

  @Test
  void aKeyspaceHasOneCopyInTheLocalDatacenterUnlessOthersAreNamed() {
    assertThat(TestProperties.of(Duration.ZERO).copies("east")).isEqualTo(Map.of("east", 1));
    runner
        .withPropertyValues("leaderboard.cassandra.replication.west=3")
        .run(
            context ->
                assertThat(context.getBean(StoreProperties.class).copies("east"))
                    .isEqualTo(Map.of("west", 3)));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    refused("request-timeout=1ms", "requestTimeout");
    refused("concurrency=0", "concurrency");
    refused("sync-margin=2h", "syncMargin");
    refused("known-months=0", "knownMonths");
    refused("replication.east=0", "replication");
  }

  private void refused(String property, String named) {
    runner
        .withPropertyValues("leaderboard.cassandra." + property)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(named));
  }
}
