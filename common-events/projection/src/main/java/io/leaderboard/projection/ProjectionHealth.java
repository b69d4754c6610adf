package io.leaderboard.projection;

import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the projection is fit to be relied on: the log is open, and each of its partitions was
 * level with it at least once since the start. A store that refuses or loses what it held shows as
 * a reason to wait, and what has waited for some seconds without going on is out of service, so
 * that whoever watches sees it; readers do not pass through here. One that cannot read at all,
 * because Kafka denies it or because a consumer has ended, is down.
 */
public final class ProjectionHealth implements HealthIndicator {
  /** Longer than what mends itself takes: a move of partitions, a position that moved. */
  static final Duration WAITS = Duration.ofSeconds(5);

  private final LogView log;
  private final LogEnds ends;
  private final ProjectionStatus status;
  private volatile boolean wasLevel;

  /** Tells how {@code status} stands to {@code ends}. */
  public ProjectionHealth(LogView log, LogEnds ends, ProjectionStatus status) {
    this.log = log;
    this.ends = ends;
    this.status = status;
  }

  /** Whether it is. */
  boolean isReady() {
    return health().getStatus().equals(Status.UP);
  }

  @Override
  public Health health() {
    LogState state = log.state();
    if (!(state instanceof LogState.Open)) {
      String reason =
          state instanceof LogState.Refused refused
              ? refused.reason()
              : "the log is not open yet: " + ((LogState.Opening) state).reason();
      return Health.outOfService().withDetail("waiting", reason).build();
    }
    if (!wasLevel && isLevel()) {
      wasLevel = true;
    }
    Optional<String> missing = log.missing();
    boolean fit = wasLevel && missing.isEmpty() && status.failureOver(WAITS).isEmpty();
    Health.Builder health = fit ? Health.up() : Health.outOfService();
    if (status.standstill().isPresent()) {
      health.down();
    }
    status
        .standstill()
        .or(() -> missing)
        .or(status::failure)
        .or(this::beforeLevel)
        .ifPresent(reason -> health.withDetail("waiting", reason));
    return health
        .withDetail("partitions", partitions())
        .withDetail("undecodable", status.undecodable())
        .build();
  }

  private Optional<String> beforeLevel() {
    if (wasLevel) {
      return Optional.empty();
    }
    return Optional.of(status.isJoined() ? "catching up with the log" : "partitions are given out");
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
