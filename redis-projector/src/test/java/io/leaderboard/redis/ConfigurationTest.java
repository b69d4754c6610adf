package io.leaderboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cql.CassandraProperties;
import io.leaderboard.projection.ProjectionProperties;
import io.leaderboard.redis.apply.ApplyProperties;
import io.leaderboard.redis.closing.ClosingProperties;
import io.leaderboard.redis.connection.RedisProperties;
import io.leaderboard.redis.finals.FinalsProperties;
import io.leaderboard.redis.generation.GenerationProperties;
import io.leaderboard.redis.standings.StandingsProperties;
import java.time.Duration;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ConfigurationTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(AllProperties.class)
          .withPropertyValues("leaderboard.projection.group=redis-projector");

  @Test
  void everythingHasADefault() {
    context.run(
        started -> {
          assertThat(started.getBean(RedisProperties.class))
              .isEqualTo(
                  new RedisProperties(
                      "redis://127.0.0.1:6379",
                      false,
                      "",
                      "",
                      Duration.ofSeconds(1),
                      Duration.ofSeconds(2),
                      Duration.ofMillis(200),
                      10_000));
          assertThat(started.getBean(GenerationProperties.class))
              .isEqualTo(
                  new GenerationProperties(
                      null,
                      Duration.ofMillis(200),
                      Duration.ofSeconds(10),
                      Duration.ofMinutes(10)));
          assertThat(started.getBean(ApplyProperties.class)).isEqualTo(new ApplyProperties(125));
          assertThat(started.getBean(CassandraProperties.class))
              .isEqualTo(
                  new CassandraProperties(
                      List.of("127.0.0.1:9042"),
                      "datacenter1",
                      "leaderboard",
                      DefaultConsistencyLevel.LOCAL_QUORUM,
                      null,
                      null,
                      null));
          assertThat(started.getBean(StandingsProperties.class))
              .isEqualTo(new StandingsProperties(Duration.ofSeconds(5)));
          assertThat(started.getBean(ClosingProperties.class))
              .isEqualTo(new ClosingProperties(Duration.ofSeconds(5)));
          assertThat(started.getBean(FinalsProperties.class))
              .isEqualTo(
                  new FinalsProperties(
                      Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(60)));
          assertThat(started.getBean(ProjectionProperties.class))
              .isEqualTo(
                  new ProjectionProperties(
                      "redis-projector",
                      5_000,
                      1,
                      Duration.ofMillis(100),
                      Duration.ofSeconds(2),
                      Duration.ofSeconds(10)));
        });
  }

  @Test
  void everyKeyIsMapped() {
    context
        .withPropertyValues(
            "leaderboard.redis.uri=rediss://cache:6380,rediss://other:6380",
            "leaderboard.redis.cluster=true",
            "leaderboard.redis.username=projector",
            "leaderboard.redis.password=secret",
            "leaderboard.redis.connect-timeout=3s",
            "leaderboard.redis.command-timeout=4s",
            "leaderboard.redis.reconnect-pause=5s",
            "leaderboard.redis.request-queue=600",
            "leaderboard.generation.buckets=64",
            "leaderboard.generation.check-interval=1s",
            "leaderboard.generation.retired-grace=1m",
            "leaderboard.generation.nameless-grace=2m",
            "leaderboard.cassandra.contact-points=one:9042,two:9043",
            "leaderboard.cassandra.local-datacenter=moon",
            "leaderboard.cassandra.keyspace=other",
            "leaderboard.cassandra.consistency=QUORUM",
            "leaderboard.cassandra.username=reader",
            "leaderboard.cassandra.password=secret",
            "leaderboard.cassandra.ssl-bundle=cassandra",
            "leaderboard.cassandra.request-timeout=7s",
            "leaderboard.apply.chunk-members=100",
            "leaderboard.closing.interval=1s",
            "leaderboard.finals.interval=2s",
            "leaderboard.finals.transaction-timeout=3m",
            "leaderboard.finals.expire-grace=4s",
            "leaderboard.projection.group=other",
            "leaderboard.projection.max-poll-records=10",
            "leaderboard.projection.concurrency=2",
            "leaderboard.projection.first-pause=1s",
            "leaderboard.projection.longest-pause=6s",
            "leaderboard.projection.session-timeout=7s")
        .run(
            started -> {
              assertThat(started.getBean(RedisProperties.class))
                  .isEqualTo(
                      new RedisProperties(
                          "rediss://cache:6380,rediss://other:6380",
                          true,
                          "projector",
                          "secret",
                          Duration.ofSeconds(3),
                          Duration.ofSeconds(4),
                          Duration.ofSeconds(5),
                          600));
              assertThat(started.getBean(GenerationProperties.class))
                  .isEqualTo(
                      new GenerationProperties(
                          64, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2)));
              assertThat(started.getBean(ApplyProperties.class))
                  .isEqualTo(new ApplyProperties(100));
              assertThat(started.getBean(CassandraProperties.class))
                  .isEqualTo(
                      new CassandraProperties(
                          List.of("one:9042", "two:9043"),
                          "moon",
                          "other",
                          DefaultConsistencyLevel.QUORUM,
                          "reader",
                          "secret",
                          "cassandra"));
              assertThat(started.getBean(StandingsProperties.class))
                  .isEqualTo(new StandingsProperties(Duration.ofSeconds(7)));
              assertThat(started.getBean(ClosingProperties.class))
                  .isEqualTo(new ClosingProperties(Duration.ofSeconds(1)));
              assertThat(started.getBean(FinalsProperties.class))
                  .isEqualTo(
                      new FinalsProperties(
                          Duration.ofSeconds(2), Duration.ofMinutes(3), Duration.ofSeconds(4)));
              assertThat(started.getBean(ProjectionProperties.class))
                  .isEqualTo(
                      new ProjectionProperties(
                          "other",
                          10,
                          2,
                          Duration.ofSeconds(1),
                          Duration.ofSeconds(6),
                          Duration.ofSeconds(7)));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaderboard.redis.uri=http://cache",
        "leaderboard.redis.uri=redis://user:secret@cache",
        "leaderboard.redis.uri=redis://cache,redis://user:secret@other",
        "leaderboard.redis.command-timeout=0s",
        "leaderboard.redis.request-queue=1",
        "leaderboard.generation.buckets=0",
        "leaderboard.generation.nameless-grace=0s",
        "leaderboard.cassandra.contact-points=nowhere",
        "leaderboard.cassandra.keyspace=Upper",
        "leaderboard.cassandra.consistency=ONE",
        "leaderboard.cassandra.username=alone",
        "leaderboard.cassandra.request-timeout=0s",
        "leaderboard.apply.chunk-members=2001",
        "leaderboard.closing.interval=0s",
        "leaderboard.finals.interval=0s",
        "leaderboard.finals.transaction-timeout=2h",
        "leaderboard.finals.expire-grace=0s",
        "leaderboard.projection.concurrency=0"
      })
  void aWrongValueFailsTheStart(String property) {
    context
        .withPropertyValues(property)
        .run(
            started ->
                assertThat(started)
                    .getFailure()
                    .satisfies(
                        failure ->
                            assertThat(Throwables.getStackTrace(failure))
                                .doesNotContain("secret")));
  }

  @Test
  void thePasswordIsNotInTheText() {
    context
        .withPropertyValues("leaderboard.redis.password=secret")
        .run(
            started ->
                assertThat(started.getBean(RedisProperties.class).toString())
                    .doesNotContain("secret"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    RedisProperties.class,
    GenerationProperties.class,
    ApplyProperties.class,
    CassandraProperties.class,
    StandingsProperties.class,
    ClosingProperties.class,
    FinalsProperties.class,
    ProjectionProperties.class
  })
  static class AllProperties {}
}
