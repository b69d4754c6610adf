package io.leaderboard.cassandra.statement;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long requests to Cassandra take, by statement and outcome. Thread-safe. */
public final class RequestTimers {
  /**
   * Name of the timer; tags {@code statement} and {@code outcome} ({@code success}, {@code
   * failure}).
   */
  public static final String NAME = "leaderboard.cassandra.requests";

  private final Map<StatementKind, Timer> successes = new EnumMap<>(StatementKind.class);
  private final Map<StatementKind, Timer> failures = new EnumMap<>(StatementKind.class);

  /** Registers the timers. */
  public RequestTimers(MeterRegistry registry) {
    for (StatementKind kind : StatementKind.values()) {
      successes.put(kind, timer(registry, kind, "success"));
      failures.put(kind, timer(registry, kind, "failure"));
    }
  }

  void record(StatementKind kind, boolean succeeded, long nanos) {
    Timer timer = (succeeded ? successes : failures).get(kind);
    if (timer != null) {
      timer.record(Duration.ofNanos(nanos));
    }
  }

  private static Timer timer(MeterRegistry registry, StatementKind kind, String outcome) {
    return Timer.builder(NAME)
        .description("Requests to Cassandra, from sending to the answer")
        .tag("statement", kind.tag())
        .tag("outcome", outcome)
        .register(registry);
  }
}
