package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionMetricsTest {
  /** What never opens the log must be alerted by too. */
  @Test
  void thatItIsNotReadyIsMeasuredBeforeTheLogIsOpen() {
    LogProperties properties =
        new LogProperties(
            "127.0.0.1:1",
            8,
            1_000,
            (short) 1,
            1,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Map.of());
    EventLog log = new EventLog(properties, "test");
    LogEnds ends = new LogEnds(properties, log, "test");
    ProjectionStatus status = new ProjectionStatus();
    ProjectionHealth health = new ProjectionHealth(log, ends, status);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new ProjectionMetrics(log, ends, status, health).bindTo(registry);

    assertThat(registry.get("leaderboard.projection.ready").gauge().value()).isZero();
    assertThat(registry.get("leaderboard.projection.owned").gauge().value()).isZero();
    assertThat(registry.get("leaderboard.projection.log").gauge().value()).isNaN();
    assertThat(health.health().getDetails())
        .containsEntry("waiting", "the log is not open yet: not started");
  }
}
