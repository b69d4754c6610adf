package io.leaderboard.web.connection;

import io.leaderboard.web.HttpProperties;
import java.time.Duration;

/**
 * How long a connection may take, in ticks: each looks at itself once a tick, so that a request
 * costs no timer and no look at the clock. What may last n ticks ends between n and n + 1.
 *
 * @param tick in milliseconds
 * @param idle in ticks
 * @param request in ticks
 * @param window in ticks
 * @param leastBytes within a window
 */
record ConnectionPatience(long tick, int idle, int request, int window, long leastBytes) {
  private static final int TICKS_OF_THE_SHORTEST = 4;

  static ConnectionPatience of(HttpProperties properties) {
    Duration shortest = properties.streamWindow();
    for (Duration other : new Duration[] {properties.idleTimeout(), properties.requestTimeout()}) {
      shortest = other.compareTo(shortest) < 0 ? other : shortest;
    }
    long tick = shortest.toMillis() / TICKS_OF_THE_SHORTEST;
    return new ConnectionPatience(
        tick,
        ticks(properties.idleTimeout(), tick),
        ticks(properties.requestTimeout(), tick),
        ticks(properties.streamWindow(), tick),
        properties.streamRate().toBytes() * properties.streamWindow().toMillis() / 1_000);
  }

  private static int ticks(Duration time, long tick) {
    return (int) ((time.toMillis() + tick - 1) / tick);
  }
}
