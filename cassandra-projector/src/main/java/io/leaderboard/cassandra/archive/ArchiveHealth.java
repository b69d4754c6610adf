package io.leaderboard.cassandra.archive;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How far the archives are. What they wait for, be it Cassandra, is told and takes nobody's traffic
 * away: it is not part of readiness, since what is archived already is served all the same.
 */
public final class ArchiveHealth implements HealthIndicator {
  private final ArchiveStatus status;

  /** Tells about {@code status}. */
  public ArchiveHealth(ArchiveStatus status) {
    this.status = status;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    status.failure().ifPresent(reason -> health.withDetail("waiting", reason));
    status.incomplete().ifPresent(reason -> health.withDetail("incomplete", reason));
    return health
        .withDetail("lagRecords", status.totalLag())
        .withDetail("pending", status.pending())
        .withDetail("periods", status.periods())
        .withDetail("failures", status.failures())
        .withDetail("undecodable", status.undecodable())
        .build();
  }
}
