package io.leaderboard.projection;

import io.leaderboard.log.LogEnds;
import io.leaderboard.log.LogState;
import io.leaderboard.log.LogView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.zone.ZoneRulesProvider;
import java.util.function.ToDoubleFunction;

/** What every projection measures. Lag exists for the partitions that are read here. */
public final class ProjectionMetrics implements MeterBinder {
  private static final String PREFIX = "leaderboard.projection.";

  private final LogView log;
  private final LogEnds ends;
  private final ProjectionStatus status;
  private final ProjectionHealth health;

  /** Measures how {@code status} stands to {@code ends}. */
  public ProjectionMetrics(
      LogView log, LogEnds ends, ProjectionStatus status, ProjectionHealth health) {
    this.log = log;
    this.ends = ends;
    this.status = status;
    this.health = health;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "events", "Events applied, duplicates among them", ProjectionStatus::events);
    counter(
        registry,
        "duplicates",
        "Events applied that stood within the duplicate window before",
        ProjectionStatus::duplicates);
    counter(
        registry,
        "undecodable",
        "Records put aside because they could not be decoded; one that is read again counts again",
        ProjectionStatus::undecodable);
    counter(
        registry,
        "resumes",
        "Partitions resumed from the store's positions",
        ProjectionStatus::resumes);
    counter(
        registry,
        "position.mismatches",
        "Partitions whose position in the store was another than expected",
        ProjectionStatus::moved);
    counter(
        registry,
        "failures",
        "Partitions of polls that could not be applied and were read again",
        ProjectionStatus::failures);
    // There from the start: a log that is refused or never opened must be seen too.
    Gauge.builder(PREFIX + "ready", health, h -> h.isReady() ? 1 : 0)
        .description("1 when it is fit to be relied on, as health has it, 0 when it is not")
        .register(registry);
    Gauge.builder(PREFIX + "owned", status, s -> s.owned().size())
        .description("Partitions that are read here")
        .baseUnit("partitions")
        .register(registry);
    Gauge.builder(PREFIX + "log", log, ProjectionMetrics::partitions)
        .description("Partitions of the log; NaN before it is open")
        .baseUnit("partitions")
        .register(registry);
    // Processes with other rules put events next to a border that changed into other periods.
    Gauge.builder(PREFIX + "zone.rules", () -> 1)
        .description("1; its version is that of the time zone rules that periods are told by")
        .tag("version", ZoneRulesProvider.getVersions("UTC").lastKey())
        .register(registry);
    var unused = log.settled().thenAccept(state -> lag(registry, state));
  }

  private void lag(MeterRegistry registry, LogState state) {
    if (!(state instanceof LogState.Open open)) {
      return;
    }
    for (int i = 0; i < open.settings().partitions(); i++) {
      int partition = i;
      Gauge.builder(PREFIX + "lag", status, s -> lagRecords(partition))
          .description("Records of the log that are not applied, NaN when read elsewhere")
          .baseUnit("records")
          .tag("partition", Integer.toString(partition))
          .register(registry);
      Gauge.builder(PREFIX + "lag.time", status, s -> lagSeconds(partition))
          .description("For how long the log has held a record that is not applied")
          .baseUnit("seconds")
          .tag("partition", Integer.toString(partition))
          .register(registry);
    }
  }

  private static double partitions(LogView log) {
    return log.state() instanceof LogState.Open open ? open.settings().partitions() : Double.NaN;
  }

  private double lagRecords(int partition) {
    if (!status.owned().contains(partition) || ends.end(partition).isEmpty()) {
      return Double.NaN;
    }
    return Math.max(0, ends.end(partition).getAsLong() - next(partition));
  }

  private double lagSeconds(int partition) {
    if (!status.owned().contains(partition)) {
      return Double.NaN;
    }
    var lag = ends.lagMillis(partition, next(partition));
    return lag.isPresent() ? lag.getAsLong() / 1_000.0 : Double.NaN;
  }

  private long next(int partition) {
    return status.applied(partition).orElse(-1) + 1;
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ProjectionStatus> count) {
    FunctionCounter.builder(PREFIX + name, status, count)
        .description(description)
        .register(registry);
  }
}
