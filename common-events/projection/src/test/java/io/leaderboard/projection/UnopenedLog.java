package io.leaderboard.projection;

import io.leaderboard.log.LogProperties;
import io.leaderboard.log.LogView;
import java.time.Duration;
import java.util.Map;

/** A log that nobody opened: whoever asks for its end gets no answer in time. */
final class UnopenedLog {
  static final LogProperties PROPERTIES =
      new LogProperties(
          "127.0.0.1:1",
          8,
          1_000,
          (short) 1,
          1,
          10_000,
          65_536,
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Map.of());

  private UnopenedLog() {}

  static LogView get() {
    return new LogView(PROPERTIES, "test");
  }
}
