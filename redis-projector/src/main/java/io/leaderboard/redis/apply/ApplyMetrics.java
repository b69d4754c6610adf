package io.leaderboard.redis.apply;

import io.leaderboard.events.standing.Effect;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What applying to Redis measures. Each event counts once for every board of its game: {@code
 * counted} = {@code folded.away} + the sum of {@code chunk.entries}, all of chunks that Redis
 * confirmed. Thread-safe.
 */
public final class ApplyMetrics {
  private static final String PREFIX = "leaderboard.redis.";

  private final Counter counted;
  private final Counter foldedAway;
  private final Counter eventByEvent;
  private final Counter scriptLoads;
  private final Counter repairs;
  private final DistributionSummary entries;
  private final Timer calls;
  private final Map<Effect.Ignored, Counter> ignored = new EnumMap<>(Effect.Ignored.class);

  /** Registers all of it. */
  public ApplyMetrics(MeterRegistry registry) {
    this.counted =
        Counter.builder(PREFIX + "counted")
            .description("Events applied to a board")
            .register(registry);
    this.foldedAway =
        Counter.builder(PREFIX + "folded.away")
            .description("Events that others of the same user and call made needless to send")
            .register(registry);
    this.eventByEvent =
        Counter.builder(PREFIX + "chunks.event.by.event")
            .description("Calls sent again unfolded, because a sum might have left the range")
            .register(registry);
    this.scriptLoads =
        Counter.builder(PREFIX + "script.loads")
            .description("How often Redis did not have the script and was given it")
            .register(registry);
    this.repairs =
        Counter.builder(PREFIX + "repairs")
            .description(
                "Partitions that Redis held less of than was applied, read again from there")
            .register(registry);
    this.entries =
        DistributionSummary.builder(PREFIX + "chunk.entries")
            .description("Entries of a call of the script")
            .register(registry);
    this.calls =
        Timer.builder(PREFIX + "script")
            .description(
                "From sending a call of the script to its answer, calls before it included")
            .publishPercentiles(0.5, 0.99, 0.999)
            .register(registry);
    for (Effect.Ignored reason : Effect.Ignored.values()) {
      ignored.put(
          reason,
          Counter.builder(PREFIX + "ignored")
              .description("Events that do not count on a board, or on none of their game")
              .tag("reason", reason.tag())
              .register(registry));
    }
  }

  void applied(Chunk chunk, long nanos) {
    int sent = chunk.entries();
    counted.increment(chunk.events());
    foldedAway.increment(chunk.events() - sent);
    entries.record(sent);
    calls.record(nanos, TimeUnit.NANOSECONDS);
  }

  void sentEventByEvent() {
    eventByEvent.increment();
  }

  void scriptLoaded() {
    scriptLoads.increment();
  }

  void repaired() {
    repairs.increment();
  }

  void ignored(Effect.Ignored reason, long count) {
    Counter counter = ignored.get(reason);
    if (counter != null && count > 0) {
      counter.increment((double) count);
    }
  }
}
