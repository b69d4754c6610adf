package io.leaderboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.ingest.game.AutomaticGamesProperties;
import io.leaderboard.ingest.publish.PublishProperties;
import io.leaderboard.ingest.score.ScoreProperties;
import io.leaderboard.ingest.user.UserProperties;
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

final class ConfigurationTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    PublishProperties.class,
    AutomaticGamesProperties.class,
    ScoreProperties.class,
    UserProperties.class,
    CorsProperties.class
  })
  static class Properties {}

  @Test
  void everyKeyHasADefault() {
    service.run(
        context -> {
          assertThat(context.getBean(PublishProperties.class))
              .isEqualTo(
                  new PublishProperties(
                      20_000,
                      Duration.ZERO,
                      Duration.ofMillis(1_500),
                      Duration.ofMillis(1_900),
                      DataSize.ofKilobytes(64),
                      DataSize.ofMegabytes(64)));
          assertThat(context.getBean(ScoreProperties.class))
              .isEqualTo(
                  new ScoreProperties(DataSize.ofMegabytes(1), 64, 16, Duration.ofSeconds(1)));
          assertThat(context.getBean(AutomaticGamesProperties.class))
              .isEqualTo(new AutomaticGamesProperties(null, 1_000, List.of()));
          assertThat(context.getBean(UserProperties.class))
              .isEqualTo(new UserProperties(DataSize.ofMegabytes(32)));
          assertThat(context.getBean(CorsProperties.class).allowedOrigins()).isEmpty();
        });
  }

  @Test
  void everyKeyIsMapped() {
    service
        .withPropertyValues(
            "leaderboard.publish.max-in-flight=7",
            "leaderboard.publish.linger=1ms",
            "leaderboard.publish.delivery-timeout=1s",
            "leaderboard.publish.answer-within=1200ms",
            "leaderboard.publish.batch-size=16KB",
            "leaderboard.publish.buffer-memory=32MB",
            "leaderboard.scores.max-batch-body=2MB",
            "leaderboard.scores.max-concurrent-batches=3",
            "leaderboard.scores.max-streams-of-one=2",
            "leaderboard.scores.drain-for=2s",
            "leaderboard.automatic-games.enabled=false",
            "leaderboard.automatic-games.max=3",
            "leaderboard.automatic-games.boards[0].id=week",
            "leaderboard.automatic-games.boards[0].aggregation=sum",
            "leaderboard.automatic-games.boards[0].order=asc",
            "leaderboard.automatic-games.boards[0].period=weekly",
            "leaderboard.automatic-games.boards[0].ties=earliest",
            "leaderboard.users.max-memory=8MB",
            "leaderboard.cors.allowed-origins=https://play.example")
        .run(
            context -> {
              assertThat(context.getBean(PublishProperties.class))
                  .isEqualTo(
                      new PublishProperties(
                          7,
                          Duration.ofMillis(1),
                          Duration.ofSeconds(1),
                          Duration.ofMillis(1_200),
                          DataSize.ofKilobytes(16),
                          DataSize.ofMegabytes(32)));
              assertThat(context.getBean(ScoreProperties.class))
                  .isEqualTo(
                      new ScoreProperties(DataSize.ofMegabytes(2), 3, 2, Duration.ofSeconds(2)));
              assertThat(context.getBean(AutomaticGamesProperties.class))
                  .isEqualTo(
                      new AutomaticGamesProperties(
                          false,
                          3,
                          List.of(
                              new AutomaticGamesProperties.Board(
                                  "week", "sum", "asc", "weekly", "earliest"))));
              assertThat(context.getBean(UserProperties.class))
                  .isEqualTo(new UserProperties(DataSize.ofMegabytes(8)));
              assertThat(context.getBean(CorsProperties.class).allowedOrigins())
                  .containsExactly("https://play.example");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaderboard.publish.max-in-flight=0",
        "leaderboard.publish.linger=2s",
        "leaderboard.publish.delivery-timeout=1ms",
        "leaderboard.publish.answer-within=5m",
        "leaderboard.publish.batch-size=1B",
        "leaderboard.publish.buffer-memory=1KB",
        "leaderboard.scores.max-batch-body=1GB",
        "leaderboard.scores.max-concurrent-batches=0",
        "leaderboard.scores.max-streams-of-one=0",
        "leaderboard.automatic-games.max=-1",
        "leaderboard.users.max-memory=1KB",
        "leaderboard.automatic-games.boards[0].order=up"
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
