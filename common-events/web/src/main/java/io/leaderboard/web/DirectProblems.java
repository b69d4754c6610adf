package io.leaderboard.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Answers problems directly on Reactor Netty, as {@link ProblemHandler} does. Thread-safe. */
public final class DirectProblems {
  private final Problems problems;

  /** Answers with what {@code problems} says. */
  public DirectProblems(Problems problems) {
    this.problems = problems;
  }

  /**
   * Answers a request that failed; fails itself when an answer has begun already. Who has gone, in
   * the middle of a body for one, reads no answer: that is neither a fault nor worth a line.
   *
   * @param method of the request
   * @param timer told of the answer
   * @param begun {@link System#nanoTime()} when the request was read
   */
  public Mono<Void> answer(
      Throwable failure, String method, RouteTimer timer, long begun, HttpServerResponse response) {
    if (GoneClient.is(failure)) {
      timer.answered(GoneClient.STATUS, begun);
      return Mono.empty();
    }
    if (response.hasSentHeaders()) {
      return Mono.error(failure);
    }
    Problem problem = problems.of(failure, method);
    byte[] body = Json.write(problem.document());
    response.status(problem.status());
    HttpHeaders headers = response.responseHeaders();
    headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    problem.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    timer.answered(problem.status(), begun);
    return response.sendObject(Unpooled.wrappedBuffer(body)).then();
  }
}
