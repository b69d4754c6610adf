package io.leaderboard.web;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers every failed request with a problem detail. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ProblemHandler implements WebExceptionHandler {
  private final Problems problems;

  /** Answers with what {@code problems} says. */
  public ProblemHandler(Problems problems) {
    this.problems = problems;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (GoneClient.is(failure)) {
      // Only for the metrics: nobody reads it, and Spring would call it a fault of this side.
      response.setStatusCode(HttpStatusCode.valueOf(GoneClient.STATUS));
      return Mono.empty();
    }
    // What has begun cannot be taken back: the connection ends.
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    Problem problem = problems.of(failure, exchange.getRequest().getMethod().name());
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    // Headers that belong to any answer, such as those of CORS, stay.
    response.getHeaders().remove(HttpHeaders.ETAG);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setCacheControl("no-store");
    problem.headers().forEach(response.getHeaders()::set);
    byte[] body = Json.write(problem.document());
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(
        Mono.<DataBuffer>fromSupplier(() -> response.bufferFactory().wrap(body)));
  }
}
