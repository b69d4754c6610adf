package io.leaderboard.web.gate;

import io.leaderboard.web.Json;
import io.leaderboard.web.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import org.springframework.http.MediaType;
import reactor.netty.http.server.HttpServerResponse;

/** Why a request is not let in: a problem, written once. Thread-safe. */
public final class Refusal {
  private final Problem problem;
  private final byte[] body;

  private Refusal(Problem problem) {
    this.problem = problem;
    this.body = Json.write(problem.document());
  }

  /** Refuses with a problem. */
  public static Refusal with(Problem problem) {
    return new Refusal(problem);
  }

  /** The name of its problem. */
  String reason() {
    return problem.name();
  }

  Publisher<Void> answer(HttpServerResponse response) {
    response.status(problem.status());
    HttpHeaders headers = response.responseHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    problem.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response.sendObject(Unpooled.wrappedBuffer(body));
  }
}
