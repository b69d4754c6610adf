package io.leaderboard.cassandra.fill;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * What is filled and what waits, and why. Always up: what is complete is applied all the same, and
 * former rules stay.
 */
public final class FillHealth implements HealthIndicator {
  private final FillStatus status;

  /** Of a status. */
  public FillHealth(FillStatus status) {
    this.status = status;
  }

  @Override
  public Health health() {
    return Health.up().withDetails(status.details()).build();
  }
}
