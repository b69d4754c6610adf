package io.leaderboard.cassandra.archive;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What the archives measure. */
public final class ArchiveMetrics implements MeterBinder {
  private static final String PREFIX = "leaderboard.archives.";

  private final ArchiveStatus status;

  /** Measures {@code status}. */
  public ArchiveMetrics(ArchiveStatus status) {
    this.status = status;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "pages", "Pages of final standings written", ArchiveStatus::pages);
    counter(registry, "periods", "Periods archived", ArchiveStatus::periods);
    counter(
        registry,
        "undecodable",
        "Records of final-standings left out because they could not be decoded",
        ArchiveStatus::undecodable);
    counter(registry, "failures", "Failures after which was tried again", ArchiveStatus::failures);
    Gauge.builder(PREFIX + "pending", status, ArchiveStatus::pending)
        .description("Periods whose manifest is read and whose pages are not all there")
        .baseUnit("periods")
        .register(registry);
    Gauge.builder(PREFIX + "lag", status, ArchiveStatus::totalLag)
        .description("Records of final-standings that are not applied, of the partitions read here")
        .baseUnit("records")
        .register(registry);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ArchiveStatus> count) {
    FunctionCounter.builder(PREFIX + name, status, count)
        .description(description)
        .register(registry);
  }
}
