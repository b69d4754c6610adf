package io.leaderboard.events.jmh;

import io.leaderboard.events.score.ScoreEvent;
import java.util.Map;

/** Events as games send them. */
final class Events {
  /** 2026-11-21T08:00:00Z. */
  static final long NOW = 1_795_248_000_000L;

  private Events() {}

  /** One of a hundred thousand users; every event is another. */
  static ScoreEvent of(int number) {
    return new ScoreEvent(
        "event-" + number,
        "football",
        "u%07d".formatted(number * 7_919L % 100_000),
        number % 1_000_000,
        0,
        Map.of(),
        NOW + number,
        NOW + number + 5,
        null,
        Map.of());
  }
}
