package io.leaderboard.redis.generation;

import io.leaderboard.events.redis.Generations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many generations there are, as this process saw it last. */
public final class GenerationMetrics implements MeterBinder {
  private final GenerationKeeper keeper;

  /** Measures what {@code keeper} knows. */
  public GenerationMetrics(GenerationKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("leaderboard.generations.filling", this, self -> self.filling())
        .description("Generations that are being filled: one while a rebuild runs")
        .register(registry);
    Gauge.builder("leaderboard.generations.live", this, self -> self.live())
        .description("Generations that are read: one, and one for each game rebuilt by itself")
        .register(registry);
  }

  private int filling() {
    return keeper.known().orElse(Generations.NONE).allBuilding().size();
  }

  private int live() {
    return keeper.known().orElse(Generations.NONE).allLive().size();
  }
}
