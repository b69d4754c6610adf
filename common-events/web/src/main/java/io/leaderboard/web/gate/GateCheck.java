package io.leaderboard.web.gate;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/** One reason not to let requests in. Thread-safe. */
@FunctionalInterface
public interface GateCheck {
  /**
   * Looks at a request of which nothing was done and whose body was not read. Called on the event
   * loop with every request: it neither blocks nor, for those let in, makes objects without need.
   *
   * @return why it is not let in, null when it is
   */
  @Nullable Refusal check(HttpServerRequest request);
}
