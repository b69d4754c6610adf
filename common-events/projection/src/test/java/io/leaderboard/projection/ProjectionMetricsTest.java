package io.leaderboard.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ProjectionMetricsTest {
  /** What never opens the log must be alerted by too. */
  @Test
  void thatItIsNotReadyIsMeasuredBeforeTheLogIsOpen() {
    LogView log = UnopenedLog.get();
    LogEnds ends = new LogEnds(UnopenedLog.PROPERTIES, log, "test");
    ProjectionStatus status = new ProjectionStatus();
    ProjectionHealth health = new ProjectionHealth(log, ends, status);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new ProjectionMetrics(log, ends, status, health).bindTo(registry);

    assertThat(registry.get("leaderboard.projection.ready").gauge().value()).isZero();
    assertThat(registry.get("leaderboard.projection.owned").gauge().value()).isZero();
    assertThat(registry.get("leaderboard.projection.log").gauge().value()).isNaN();
    assertThat(registry.get("leaderboard.projection.zone.rules").gauge().getId().getTag("version"))
        .matches("20[0-9]{2}[a-z]+");
    assertThat(health.health().getDetails())
        .containsEntry("waiting", "the log is not open yet: not started");
  }
}
