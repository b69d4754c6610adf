package io.leaderboard.web.gate;

import io.leaderboard.web.Problem;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Refuses targets that cannot be read. Spring's own answer to those has no body and reaches no
 * exception handler.
 */
public final class TargetCheck implements GateCheck {
  private static final Refusal UNREADABLE =
      Refusal.with(
          Problem.of(
              400,
              "invalid-target",
              "The path or query cannot be read",
              "a path and a query are percent-encoded UTF-8: each % is followed by two hex"
                  + " digits, and other characters than those allowed in a URI are encoded"));

  @Override
  public @Nullable Refusal check(HttpServerRequest request) {
    return RequestTarget.isReadable(request.uri()) ? null : UNREADABLE;
  }
}
