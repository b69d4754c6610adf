package io.leaderboard.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class RedisPropertiesTest {
  @EnableConfigurationProperties(RedisProperties.class)
  private static final class Bound {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

  @Test
  void everyKeyHasADefault() {
    runner.run(
        context ->
            assertThat(context.getBean(RedisProperties.class))
                .isEqualTo(
                    new RedisProperties(
                        "redis://127.0.0.1:6379",
                        false,
                        "",
                        "",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        10_000,
                        ReadFrom.MASTER,
                        "",
                        Duration.ofSeconds(1))));
  }

  @Test
  void everyKeyIsMapped() {
    runner
        .withPropertyValues(
            "leaderboard.redis.uri=redis://elsewhere:1/2",
            "leaderboard.redis.cluster=true",
            "leaderboard.redis.username=reader",
            "leaderboard.redis.password=secret",
            "leaderboard.redis.command-timeout=2s",
            "leaderboard.redis.connect-timeout=3s",
            "leaderboard.redis.reconnect-pause=4s",
            "leaderboard.redis.request-queue=5",
            "leaderboard.redis.read-from=replica-preferred",
            "leaderboard.redis.replicas=redis://a:1,redis://b:2",
            "leaderboard.redis.max-replica-lag=700ms")
        .run(
            context ->
                assertThat(context.getBean(RedisProperties.class))
                    .isEqualTo(
                        new RedisProperties(
                            "redis://elsewhere:1/2",
                            true,
                            "reader",
                            "secret",
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(4),
                            5,
                            ReadFrom.REPLICA_PREFERRED,
                            "redis://a:1,redis://b:2",
                            Duration.ofMillis(700))));
  }

  @ParameterizedTest
  @CsvSource({
    "uri, ''",
    "command-timeout, 0s",
    "command-timeout, 61s",
    "connect-timeout, -1s",
    "reconnect-pause, 1ms",
    "request-queue, 0",
    "max-replica-lag, 400ms",
    "max-replica-lag, 6s"
  })
  void aWrongValueFailsTheStartAndNamesTheKey(String key, String value) {
    runner
        .withPropertyValues("leaderboard.redis." + key + "=" + value)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("leaderboard.redis")
                    .hasMessageContaining(camelCase(key)));
  }

  @Test
  void aPasswordIsNeverPrinted() {
    RedisProperties properties =
        new RedisProperties(
            "http://user:secret@host",
            false,
            "",
            "",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            1,
            ReadFrom.MASTER,
            "",
            Duration.ofSeconds(1));
    assertThat(properties.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> new RedisConnection(properties))
        .hasMessageContaining("leaderboard.redis.uri")
        .hasNoCause()
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "false redis://one:1,redis://two:2",
        "true redis://one:1,redis://two:2/3",
        "true redis://one:1,",
      })
  void severalServersWithoutADatabaseAreOfACluster(boolean cluster, String uri) {
    RedisProperties properties =
        new RedisProperties(
            uri,
            cluster,
            "",
            "",
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            ReadFrom.MASTER,
            "",
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> new RedisConnection(properties))
        .hasMessageContaining("leaderboard.redis.uri")
        .hasMessageContaining("leaderboard.redis.cluster");
  }

  @Test
  void anUnknownChoiceOfServersFailsTheStartAndNamesTheKey() {
    runner
        .withPropertyValues("leaderboard.redis.read-from=nearest")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("leaderboard.redis.read-from")
                    .hasStackTraceContaining("nearest"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"false http://user:secret@host", "false redis://one:1,", "true redis://one:1"})
  void replicasAreListedOfASingleMasterAlone(boolean cluster, String replicas) {
    Duration second = Duration.ofSeconds(1);
    RedisProperties properties =
        new RedisProperties(
            "redis://host",
            cluster,
            "",
            "",
            second,
            second,
            second,
            1,
            ReadFrom.REPLICA,
            replicas,
            second);
    assertThat(properties.toString()).doesNotContain("secret");
    assertThatThrownBy(() -> new RedisConnection(properties))
        .hasMessageContaining("leaderboard.redis.replicas")
        .hasNoCause()
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
  }

  private static String camelCase(String key) {
    StringBuilder name = new StringBuilder();
    for (String part : key.split("-", -1)) {
      name.append(
          name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }
}
