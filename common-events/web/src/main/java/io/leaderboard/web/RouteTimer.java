package io.leaderboard.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Times what a route answers directly on Reactor Netty, in the series that WebFlux has for what it
 * answers itself. Thread-safe.
 */
public final class RouteTimer {
  private final MeterRegistry registry;
  private final String method;
  private final String pattern;
  // One for each status that the route ever answers with: few.
  private final Map<Integer, Timer> byStatus = new ConcurrentHashMap<>();

  /**
   * @param pattern the path, such as {@code /v1/games/{gameId}/scores}
   */
  public RouteTimer(MeterRegistry registry, String method, String pattern) {
    this.registry = registry;
    this.method = method;
    this.pattern = pattern;
  }

  /**
   * A request was answered.
   *
   * @param begun {@link System#nanoTime()} when it was read
   */
  public void answered(int status, long begun) {
    Timer timer = byStatus.get(status);
    if (timer == null) {
      timer = byStatus.computeIfAbsent(status, this::timer);
    }
    timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }

  private Timer timer(int status) {
    return Timer.builder("http.server.requests")
        .tag("error", "none")
        .tag("exception", "none")
        .tag("method", method)
        .tag("outcome", outcome(status))
        .tag("status", Integer.toString(status))
        .tag("uri", pattern)
        .register(registry);
  }

  private static String outcome(int status) {
    return switch (status / 100) {
      case 2 -> "SUCCESS";
      case 3 -> "REDIRECTION";
      case 4 -> "CLIENT_ERROR";
      default -> "SERVER_ERROR";
    };
  }
}
