package io.leaderboard.cassandra.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FillPropertiesTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Enabled.class);

  @EnableConfigurationProperties(FillProperties.class)
  static class Enabled {}

  @Test
  void everyKeyHasADefault() {
    runner.run(
        context ->
            assertThat(context.getBean(FillProperties.class))
                .isEqualTo(new FillProperties(2, Duration.ofSeconds(2), Duration.ofMinutes(10))));
  }

  @Test
  void everyKeyIsMapped() {
    runner
        .withPropertyValues(
            "leaderboard.fill.threads=3", "leaderboard.fill.pause=7s", "leaderboard.fill.grace=1h")
        .run(
            context ->
                assertThat(context.getBean(FillProperties.class))
                    .isEqualTo(new FillProperties(3, Duration.ofSeconds(7), Duration.ofHours(1))));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    runner
        .withPropertyValues("leaderboard.fill.threads=0")
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining("threads"));
  }
}
