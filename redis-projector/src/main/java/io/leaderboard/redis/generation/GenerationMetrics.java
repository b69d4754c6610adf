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
        .description("Generations that are read: one, or none before the first is filled")
        .register(registry);
    Gauge.builder("leaderboard.games.filling", this, self -> self.games())
        .description("Games that are filled under other rules beside what is read")
        .register(registry);
    Gauge.builder("leaderboard.games.fill.waits", this, self -> self.waits())
        .description("1 while games whose rules have changed cannot be filled, as health says")
        .register(registry);
  }

  private int filling() {
    return keeper.known().flatMap(Generations::filling).isPresent() ? 1 : 0;
  }

  private int games() {
    return keeper.games().known().map(fill -> fill.games().size()).orElse(0);
  }

  private int waits() {
    return keeper.games().waiting().isPresent() ? 1 : 0;
  }

  private int live() {
    return keeper.known().flatMap(Generations::readable).isPresent() ? 1 : 0;
  }
}
