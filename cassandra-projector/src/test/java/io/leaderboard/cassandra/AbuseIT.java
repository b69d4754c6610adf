package io.leaderboard.cassandra;

import io.leaderboard.web.connection.AbuseContract;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What the one port, Actuator's, bears, also while Kafka and Cassandra are away. */
final class AbuseIT implements AbuseContract {
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start() {
    service =
        new SpringApplicationBuilder(CassandraProjectorApplication.class)
            .run(
                Stream.concat(
                        Stream.of(
                            "server.port=0",
                            "server.address=127.0.0.1",
                            "spring.main.register-shutdown-hook=false",
                            "leaderboard.log.bootstrap-servers=127.0.0.1:1",
                            "leaderboard.cassandra.contact-points=127.0.0.1:1",
                            "leaderboard.cassandra.local-datacenter=datacenter1"),
                        Stream.of(AbuseContract.SETTINGS))
                    .map(setting -> "--" + setting)
                    .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public List<Integer> ports() {
    return List.of(
        Integer.parseInt(
            String.valueOf(service.getEnvironment().getProperty("local.server.port"))));
  }

  @Override
  public MeterRegistry registry() {
    return service.getBean(MeterRegistry.class);
  }

  @Override
  public String jsonPath() {
    return "/actuator/health";
  }
}
