package io.leaderboard.redis;

import io.leaderboard.log.LogView;
import io.leaderboard.web.connection.AbuseContract;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.context.ConfigurableApplicationContext;

/** What the one port, Actuator's, bears. */
final class AbuseIT implements AbuseContract {
  private static ProjectorStack stack;
  private static ConfigurableApplicationContext service;

  @BeforeAll
  static void start() {
    stack = new ProjectorStack();
    service =
        stack.startService(
            Stream.concat(Stream.of("server.address=127.0.0.1"), Stream.of(AbuseContract.SETTINGS))
                .toArray(String[]::new));
    // What is logged of the beginning is no part of what a test costs.
    service.getBean(LogView.class).settled().join();
  }

  @AfterAll
  static void stop() {
    stack.close();
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
    return "/actuator/rebuild";
  }
}
