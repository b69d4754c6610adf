package io.leaderboard.query.direct;

import io.leaderboard.query.web.Read;
import io.leaderboard.query.web.ReadRoute;
import io.leaderboard.web.RouteTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** A hot read and how to know its requests. Thread-safe. */
final class DirectRoute {
  private final Read read;
  private final List<String> pattern;
  private final List<String> parameters;
  private final RouteTimer timer;

  DirectRoute(ReadRoute route, MeterRegistry registry) {
    this.read = route.read();
    this.pattern = List.of(route.pattern().substring(1).split("/", -1));
    this.parameters = route.documentation().queryParameters();
    this.timer = new RouteTimer(registry, "GET", route.pattern());
  }

  Read read() {
    return read;
  }

  /** The parameters that its query may have. */
  List<String> parameters() {
    return parameters;
  }

  RouteTimer timer() {
    return timer;
  }

  boolean matches(List<String> segments) {
    if (segments.size() != pattern.size()) {
      return false;
    }
    // From the end: what tells the routes apart stands there.
    for (int i = pattern.size() - 1; i >= 0; i--) {
      String expected = pattern.get(i);
      if (expected.charAt(0) != '{' && !expected.equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }
}
