package io.leaderboard.cassandra.standing;

import io.leaderboard.events.standing.Effect;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts, per board, the events that do not count on it. An event that is applied again is counted
 * again, unless the standing already holds it. Thread-safe.
 */
public final class IgnoredEvents {
  /** Name of the counter; tag {@code reason}, see {@link Effect.Ignored#tag}. */
  public static final String NAME = "leaderboard.cassandra.ignored";

  private final Map<Effect.Ignored, Counter> counters = new EnumMap<>(Effect.Ignored.class);

  /** Registers the counters. */
  public IgnoredEvents(MeterRegistry registry) {
    for (Effect.Ignored reason : Effect.Ignored.values()) {
      counters.put(
          reason,
          Counter.builder(NAME)
              .description("Events that do not count on a board")
              .baseUnit("events")
              .tag("reason", reason.tag())
              .register(registry));
    }
  }

  void count(Effect.Ignored reason) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
