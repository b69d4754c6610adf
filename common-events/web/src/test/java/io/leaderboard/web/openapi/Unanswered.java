package io.leaderboard.web.openapi;

import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Handles nothing: only its documentation is of interest. */
final class Unanswered {
  private Unanswered() {}

  static Mono<ServerResponse> get(ServerRequest request) {
    return Mono.error(new UnsupportedOperationException(request.path()));
  }
}
