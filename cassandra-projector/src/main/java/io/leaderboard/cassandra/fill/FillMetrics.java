package io.leaderboard.cassandra.fill;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** How far games with new rules are. */
public final class FillMetrics implements MeterBinder {
  private static final String PREFIX = "leaderboard.cassandra.fill.";

  private final FillStatus status;

  /** Of a status. */
  public FillMetrics(FillStatus status) {
    this.status = status;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "waiting",
        "games",
        "Games whose new rules wait for a reading of a partition",
        now -> now.waiting().size());
    gauge(
        registry, "filling", "games", "Games that are filled in one reading", FillStatus::filling);
    gauge(
        registry,
        "joined",
        "games",
        "Games whose new rules are folded and about to be complete",
        FillStatus::joined);
    gauge(
        registry,
        "refused",
        "games",
        "Games whose new rules cannot be filled",
        now -> now.refused().size());
    gauge(
        registry,
        "lag",
        "records",
        "Records between what is filled and what is applied",
        FillStatus::behind);
    FunctionCounter.builder("leaderboard.cassandra.swept", status, FillStatus::deleted)
        .description(
            "Standings deleted because newer rules replaced theirs, or their board is gone")
        .baseUnit("rows")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String unit,
      String description,
      ToDoubleFunction<FillStatus> value) {
    Gauge.builder(PREFIX + name, status, value)
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }
}
