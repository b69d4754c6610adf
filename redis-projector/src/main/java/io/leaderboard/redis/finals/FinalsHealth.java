package io.leaderboard.redis.finals;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether final standings wait that cannot be written. That takes nobody's traffic away: everything
 * else goes on.
 */
public final class FinalsHealth implements HealthIndicator {
  private final FinalStandings finals;

  /** Tells about {@code finals}. */
  public FinalsHealth(FinalStandings finals) {
    this.finals = finals;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up().withDetail("failing", finals.failing());
    finals.failure().ifPresent(reason -> health.withDetail("waiting", reason));
    return health.build();
  }
}
