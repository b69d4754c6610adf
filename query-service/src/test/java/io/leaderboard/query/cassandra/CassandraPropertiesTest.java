package io.leaderboard.query.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leaderboard.query.CassandraTables;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class CassandraPropertiesTest {
  @EnableConfigurationProperties(CassandraProperties.class)
  private static final class Bound {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

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
                        DefaultConsistencyLevel.LOCAL_QUORUM,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(2),
                        256)));
  }

  @Test
  void everyKeyIsMappedAndThoseOfWritersDoNoHarm() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.contact-points=one:9042,[::1]:9043",
            "leaderboard.cassandra.local-datacenter=east",
            "leaderboard.cassandra.keyspace=scores",
            "leaderboard.cassandra.consistency=QUORUM",
            "leaderboard.cassandra.username=reader",
            "leaderboard.cassandra.password=secret",
            "leaderboard.cassandra.ssl-bundle=cassandra",
            "leaderboard.cassandra.request-timeout=700ms",
            "leaderboard.cassandra.concurrency=64",
            "leaderboard.cassandra.schema=validate",
            "leaderboard.cassandra.sync-margin=0s",
            "leaderboard.cassandra.replication.east=3")
        .run(
            context ->
                assertThat(context.getBean(CassandraProperties.class))
                    .isEqualTo(
                        new CassandraProperties(
                            List.of("one:9042", "[::1]:9043"),
                            "east",
                            "scores",
                            DefaultConsistencyLevel.QUORUM,
                            "reader",
                            "secret",
                            "cassandra",
                            Duration.ofMillis(700),
                            64)));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    refused("contact-points=localhost", "contactPoints");
    refused("keyspace=Bad-Name", "keyspace");
    refused("consistency=LOCAL_ONE", "must be LOCAL_QUORUM, QUORUM or ALL");
    refused("request-timeout=1ms", "requestTimeout");
    refused("concurrency=0", "concurrency");
    refused("username=alone", "must both be there");
  }

  @Test
  void thePasswordIsNotPrinted() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.username=reader", "leaderboard.cassandra.password=secret")
        .run(
            context ->
                assertThat(context.getBean(CassandraProperties.class).toString())
                    .contains("reader")
                    .doesNotContain("secret"));
  }

  @Test
  void theTablesThatAreReadAreTheLatestThatTheProjectorMakes() {
    assertThat(CassandraTables.versions()).hasSize(CassandraConnection.TABLES_VERSION);
  }

  private void refused(String property, String named) {
    runner
        .withPropertyValues("leaderboard.cassandra." + property)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(named));
  }
}
