package io.leaderboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

/** What can be configured of every port. */
final class HttpPropertiesTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @EnableConfigurationProperties(HttpProperties.class)
  static class Properties {}

  @Test
  void everyKeyHasADefault() {
    service.run(
        context ->
            assertThat(context.getBean(HttpProperties.class))
                .isEqualTo(
                    new HttpProperties(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        DataSize.ofKilobytes(1),
                        Duration.ofSeconds(10),
                        DataSize.ofMegabytes(64),
                        16_384,
                        Duration.ofSeconds(1),
                        List.of())));
  }

  @Test
  void everyKeyIsMapped() {
    service
        .withPropertyValues(
            "leaderboard.http.idle-timeout=2m",
            "leaderboard.http.request-timeout=5s",
            "leaderboard.http.stream-rate=2KB",
            "leaderboard.http.stream-window=20s",
            "leaderboard.http.body-memory=3MB",
            "leaderboard.http.max-connections=7",
            "leaderboard.http.stop-grace=0s",
            "leaderboard.http.hosts=play.example, other.example")
        .run(
            context ->
                assertThat(context.getBean(HttpProperties.class))
                    .isEqualTo(
                        new HttpProperties(
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(5),
                            DataSize.ofKilobytes(2),
                            Duration.ofSeconds(20),
                            DataSize.ofMegabytes(3),
                            7,
                            Duration.ZERO,
                            List.of("play.example", "other.example"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idle-timeout=0s",
        "request-timeout=11m",
        "stream-rate=1MB",
        "stream-window=50ms",
        "body-memory=1KB",
        "max-connections=0",
        "stop-grace=11s"
      })
  void whatIsNotAllowedNamesItsKey(String setting) {
    service
        .withPropertyValues("leaderboard.http." + setting)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining("leaderboard.http." + setting.split("=", -1)[0]));
  }
}
