package io.leaderboard.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.cassandra.schema.SchemaMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CassandraPropertiesTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Enabled.class);

  @EnableConfigurationProperties(CassandraProperties.class)
  static class Enabled {}

  @Test
  void everyKeyHasADefault() {
    runner.run(
        context ->
            assertThat(context.getBean(CassandraProperties.class))
                .isEqualTo(
                    new CassandraProperties(
                        List.of("127.0.0.1:9042"),
                        "datacenter1",
                        "leaderboard",
                        SchemaMode.APPLY,
                        Map.of(),
                        DefaultConsistencyLevel.LOCAL_QUORUM,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(5),
                        256,
                        Duration.ofSeconds(30),
                        50_000)));
  }

  @Test
  void everyKeyIsMapped() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.contact-points=one:9042,[::1]:9043",
            "leaderboard.cassandra.local-datacenter=east",
            "leaderboard.cassandra.keyspace=scores",
            "leaderboard.cassandra.schema=validate",
            "leaderboard.cassandra.replication.east=3",
            "leaderboard.cassandra.replication.west=2",
            "leaderboard.cassandra.consistency=QUORUM",
            "leaderboard.cassandra.username=projector",
            "leaderboard.cassandra.password=secret",
            "leaderboard.cassandra.ssl-bundle=cassandra",
            "leaderboard.cassandra.request-timeout=700ms",
            "leaderboard.cassandra.concurrency=64",
            "leaderboard.cassandra.sync-margin=0s",
            "leaderboard.cassandra.known-months=10")
        .run(
            context ->
                assertThat(context.getBean(CassandraProperties.class))
                    .isEqualTo(
                        new CassandraProperties(
                            List.of("one:9042", "[::1]:9043"),
                            "east",
                            "scores",
                            SchemaMode.VALIDATE,
                            Map.of("east", 3, "west", 2),
                            DefaultConsistencyLevel.QUORUM,
                            "projector",
                            "secret",
                            "cassandra",
                            Duration.ofMillis(700),
                            64,
                            Duration.ZERO,
                            10)));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    refused("contact-points=localhost", "contactPoints");
    refused("keyspace=Bad-Name", "keyspace");
    refused("consistency=LOCAL_ONE", "must be LOCAL_QUORUM, QUORUM or ALL");
    refused("request-timeout=1ms", "requestTimeout");
    refused("concurrency=0", "concurrency");
    refused("username=alone", "must both be there");
    refused("replication.east=0", "replication");
  }

  @Test
  void thePasswordIsNotPrinted() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.username=projector", "leaderboard.cassandra.password=secret")
        .run(
            context ->
                assertThat(context.getBean(CassandraProperties.class).toString())
                    .contains("projector")
                    .doesNotContain("secret"));
  }

  private void refused(String property, String named) {
    runner
        .withPropertyValues("leaderboard.cassandra." + property)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(named));
  }
}
