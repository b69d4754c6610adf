package io.leaderboard.query;

import io.leaderboard.web.connection.AbuseContract;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What every port bears. */
final class AbuseIT implements AbuseContract {
  private static Stack stack;

  @BeforeAll
  static void start() {
    stack =
        new Stack(
            Stream.concat(
                    Stream.of("server.address=127.0.0.1", "management.server.address=127.0.0.1"),
                    Stream.of(AbuseContract.SETTINGS))
                .map(setting -> "--" + setting)
                .toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Override
  public List<Integer> ports() {
    return List.of(stack.api().port(), stack.management().port());
  }

  @Override
  public MeterRegistry registry() {
    return stack.bean(MeterRegistry.class);
  }

  @Override
  public String jsonPath() {
    return "/v1/games/abuse/boards/b/ranks";
  }
}
