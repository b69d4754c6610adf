package io.leaderboard.cql;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import java.net.InetSocketAddress;
import java.util.List;
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
                        DefaultConsistencyLevel.LOCAL_QUORUM,
                        null,
                        null,
                        null)));
  }

  @Test
  void everyKeyIsMappedAndThoseOfOneServiceDoNoHarmToAnother() {
    runner
        .withPropertyValues(
            "leaderboard.cassandra.contact-points=one:9042,[::1]:9043",
            "leaderboard.cassandra.local-datacenter=east",
            "leaderboard.cassandra.keyspace=scores",
            "leaderboard.cassandra.consistency=QUORUM",
            "leaderboard.cassandra.username=projector",
            "leaderboard.cassandra.password=secret",
            "leaderboard.cassandra.ssl-bundle=cassandra",
            "leaderboard.cassandra.schema=validate",
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
                            "projector",
                            "secret",
                            "cassandra")));
  }

  @Test
  void contactPointsAreHostsAndPortsThatAreLookedUpLater() {
    runner
        .withPropertyValues("leaderboard.cassandra.contact-points=one.example:9042,[::1]:9043")
        .run(
            context ->
                assertThat(context.getBean(CassandraProperties.class).addresses())
                    .containsExactly(
                        InetSocketAddress.createUnresolved("one.example", 9042),
                        InetSocketAddress.createUnresolved("::1", 9043)));
  }

  @Test
  void aWrongValueFailsTheStartAndNamesTheKey() {
    refused("contact-points=localhost", "contactPoints");
    refused("contact-points=", "contactPoints");
    refused("local-datacenter= ", "localDatacenter");
    refused("keyspace=Bad-Name", "keyspace");
    refused("consistency=LOCAL_ONE", "must be LOCAL_QUORUM, QUORUM or ALL");
    refused("username=alone", "must both be there");
    refused("password=alone", "must both be there");
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
