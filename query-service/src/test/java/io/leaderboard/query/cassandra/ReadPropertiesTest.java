package io.leaderboard.query.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.query.CassandraTables;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class ReadPropertiesTest {
  @EnableConfigurationProperties(ReadProperties.class)
  private static final class Bound {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

  @Test
  void everyKeyHasADefault() {
    runner.run(
        context ->
            assertThat(context.getBean(ReadProperties.class))
                .isEqualTo(new ReadProperties(Duration.ofSeconds(2), 256)));
  }

  @Test
  void everyKeyIsMappedAndThoseOfWritersDoNoHarm() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.request-timeout=700ms",
            "leaderboard.cassandra.concurrency=64",
            "leaderboard.cassandra.schema=validate",
            "leaderboard.cassandra.sync-margin=0s",
            "leaderboard.cassandra.replication.east=3")
        .run(
            context ->
                assertThat(context.getBean(ReadProperties.class))
                    .isEqualTo(new ReadProperties(Duration.ofMillis(700), 64)));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    refused("request-timeout=1ms", "requestTimeout");
    refused("concurrency=0", "concurrency");
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
