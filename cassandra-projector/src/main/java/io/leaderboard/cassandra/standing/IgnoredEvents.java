package io.leaderboard.cassandra.standing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts, per board, the events that do not count on it. An event that is applied again is counted
 * again, unless the standing already holds it.
 */
public final class IgnoredEvents {
  /** Name of the counter; tag {@code reason}. */
  public static final String NAME = "leaderboard.cassandra.ignored";

  private final Counter withoutValue;
  private final Counter outOfRange;
  private final Counter unknownGame;
  private final Counter late;

  /** Registers the counters. */
  public IgnoredEvents(MeterRegistry registry) {
    withoutValue = counter(registry, "no-value");
    outOfRange = counter(registry, "out-of-range");
    unknownGame = counter(registry, "unknown-game");
    late = counter(registry, "late");
  }

  /** It lacks the board's metric, or its number does not exist at the game's decimals. */
  void withoutValue() {
    withoutValue.increment();
  }

  /** It would take a sum out of 15 digits. */
  void outOfRange() {
    outOfRange.increment();
  }

  /** Nobody defined its game. */
  void unknownGame() {
    unknownGame.increment();
  }

  /** Its period on the board was closed before it. */
  void late() {
    late.increment();
  }

  private static Counter counter(MeterRegistry registry, String reason) {
    return Counter.builder(NAME)
        .description("Events that do not count on a board")
        .baseUnit("events")
        .tag("reason", reason)
        .register(registry);
  }
}
