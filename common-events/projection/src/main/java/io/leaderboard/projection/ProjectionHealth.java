package io.leaderboard.projection;

import io.leaderboard.log.EventLog;
import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogState;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the projection is fit to be relied on: the log is open, and each of its partitions was
 * level with it at least once since the start. A store that is away later shows as a reason to wait
 * and as lag, and takes nobody's traffic away, since readers do not pass through here.
 */
public final class ProjectionHealth implements HealthIndicator {
  private final EventLog log;
  private final LogEnds ends;
  private final ProjectionStatus status;
  private volatile boolean wasLevel;

  /** Tells how {@code status} stands to {@code ends}. */
  public ProjectionHealth(EventLog log, LogEnds ends, ProjectionStatus status) {
    this.log = log;
    this.ends = ends;
    this.status = status;
  }

  @Override
  public Health health() {
    LogState state = log.state();
    if (!(state instanceof LogState.Open)) {
      String reason =
          state instanceof LogState.Refused refused
              ? refused.reason()
              : "the log is not open yet: " + state;
      return Health.outOfService().withDetail("waiting", reason).build();
    }
    if (!wasLevel && isLevel()) {
      wasLevel = true;
    }
    Health.Builder health = wasLevel ? Health.up() : Health.outOfService();
    status.failure().ifPresent(reason -> health.withDetail("waiting", reason));
    if (!wasLevel && status.failure().isEmpty()) {
      health.withDetail(
          "waiting", status.isJoined() ? "catching up with the log" : "partitions are given out");
    }
    return health
        .withDetail("partitions", partitions())
        .withDetail("undecodable", status.undecodable())
        .build();
  }

  private boolean isLevel() {
    return status.isJoined()
        && status.owned().stream()
            .allMatch(
                partition -> {
                  OptionalLong end = ends.end(partition);
                  return end.isPresent() && next(partition) >= end.getAsLong();
                });
  }

  private Map<String, Object> partitions() {
    Map<String, Object> partitions = new TreeMap<>();
    for (int partition : status.owned()) {
      long next = next(partition);
      Map<String, Object> detail = new TreeMap<>();
      detail.put("position", next - 1);
      ends.end(partition).ifPresent(end -> detail.put("lagRecords", Math.max(0, end - next)));
      ends.lagMillis(partition, next).ifPresent(lag -> detail.put("lagMs", lag));
      partitions.put(Integer.toString(partition), detail);
    }
    return partitions;
  }

  private long next(int partition) {
    return status.applied(partition).orElse(-1) + 1;
  }
}
