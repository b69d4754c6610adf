package io.leaderboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.query.board.PagesProperties;
import io.leaderboard.query.freshness.FreshnessProperties;
import io.leaderboard.query.profile.ProfileProperties;
import io.leaderboard.query.stream.StreamProperties;
import io.leaderboard.query.web.CorsProperties;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** What can be configured beside the servers. */
class ConfigurationTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    PagesProperties.class,
    FreshnessProperties.class,
    ProfileProperties.class,
    StreamProperties.class,
    CorsProperties.class
  })
  static class Properties {}

  @Test
  void everyKeyHasADefault() {
    service.run(
        context -> {
          assertThat(context.getBean(PagesProperties.class))
              .isEqualTo(
                  new PagesProperties(
                      Duration.ofMillis(25), Duration.ofSeconds(30), DataSize.ofMegabytes(48)));
          assertThat(context.getBean(FreshnessProperties.class))
              .isEqualTo(new FreshnessProperties(Duration.ofSeconds(2), Duration.ofMillis(5)));
          assertThat(context.getBean(ProfileProperties.class))
              .isEqualTo(new ProfileProperties(DataSize.ofMegabytes(96)));
          assertThat(context.getBean(StreamProperties.class))
              .isEqualTo(
                  new StreamProperties(
                      Duration.ofMillis(100),
                      Duration.ofSeconds(15),
                      Duration.ofSeconds(10),
                      10_000,
                      400,
                      500));
          assertThat(context.getBean(CorsProperties.class).allowedOrigins()).containsExactly("*");
        });
  }

  @Test
  void everyKeyIsMapped() {
    service
        .withPropertyValues(
            "leaderboard.pages.max-age=50ms",
            "leaderboard.pages.stale-for=1m",
            "leaderboard.pages.max-memory=64MB",
            "leaderboard.freshness.max-wait=1s",
            "leaderboard.freshness.poll-interval=10ms",
            "leaderboard.profiles.max-memory=8MB",
            "leaderboard.stream.tick=200ms",
            "leaderboard.stream.heartbeat=20s",
            "leaderboard.stream.patience=3s",
            "leaderboard.stream.max-viewers=7",
            "leaderboard.stream.max-viewers-per-address=5",
            "leaderboard.stream.max-watches=6",
            "leaderboard.cors.allowed-origins=https://play.example,https://other.example")
        .run(
            context -> {
              assertThat(context.getBean(PagesProperties.class))
                  .isEqualTo(
                      new PagesProperties(
                          Duration.ofMillis(50), Duration.ofMinutes(1), DataSize.ofMegabytes(64)));
              assertThat(context.getBean(FreshnessProperties.class))
                  .isEqualTo(new FreshnessProperties(Duration.ofSeconds(1), Duration.ofMillis(10)));
              assertThat(context.getBean(ProfileProperties.class))
                  .isEqualTo(new ProfileProperties(DataSize.ofMegabytes(8)));
              assertThat(context.getBean(StreamProperties.class))
                  .isEqualTo(
                      new StreamProperties(
                          Duration.ofMillis(200),
                          Duration.ofSeconds(20),
                          Duration.ofSeconds(3),
                          7,
                          5,
                          6));
              assertThat(context.getBean(CorsProperties.class))
                  .isEqualTo(
                      new CorsProperties(List.of("https://play.example", "https://other.example")));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaderboard.pages.max-age=2s",
        "leaderboard.pages.stale-for=1h",
        "leaderboard.pages.max-memory=7MB",
        "leaderboard.freshness.max-wait=0s",
        "leaderboard.freshness.poll-interval=5s",
        "leaderboard.profiles.max-memory=1KB",
        "leaderboard.stream.tick=1ms",
        "leaderboard.stream.heartbeat=1h",
        "leaderboard.stream.patience=0s",
        "leaderboard.stream.max-viewers=0",
        "leaderboard.stream.max-viewers-per-address=0",
        "leaderboard.stream.max-watches=0"
      })
  void aWrongValueFailsStartUpNamingItsKey(String property) {
    String key = property.substring(property.lastIndexOf('.') + 1, property.indexOf('='));
    service
        .withPropertyValues(property)
        .run(
            context -> {
              assertThat(context).hasFailed();
              StringBuilder messages = new StringBuilder();
              for (Throwable e = context.getStartupFailure(); e != null; e = e.getCause()) {
                messages.append(e.toString().replace("-", "").toLowerCase(Locale.ROOT));
              }
              assertThat(messages.toString()).contains(key.replace("-", ""));
            });
  }
}
