package io.leaderboard.redis.rebuild;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a rebuild is, asked from Redis when the metrics are read. */
public final class RebuildMetrics implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildMetrics.class);

  private final RedisLink redis;
  private final GenerationKeeper keeper;
  private final RebuildProgress progress;

  /** Measures what {@code keeper} knows to be filled. */
  public RebuildMetrics(RedisLink redis, GenerationKeeper keeper, RebuildProgress progress) {
    this.redis = redis;
    this.keeper = keeper;
    this.progress = progress;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("leaderboard.rebuild.progress", this, RebuildMetrics::progress)
        .description(
            "Share of the log that the generation holds that is filled and furthest behind, 0 to"
                + " 1; NaN while none is filled")
        .baseUnit("ratio")
        .register(registry);
  }

  private double progress() {
    // A Redis that is away would only make whoever reads the metrics wait.
    if (!redis.isConnected()) {
      return Double.NaN;
    }
    try {
      return progress.of(keeper.known().orElse(Generations.NONE)).stream()
          .mapToDouble(building -> building.percent() / 100)
          .min()
          .orElse(Double.NaN);
    } catch (RuntimeException e) {
      LOG.debug("How far the rebuild is cannot be told now", e);
      return Double.NaN;
    }
  }
}
