package io.leaderboard.web;

import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/**
 * Answers every failed request with a problem detail. A failure that nobody expected is logged once
 * with an id, and the answer carries that id and nothing else about it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ProblemHandler implements WebExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

  private final ProblemMapper mapper;

  /**
   * @param mapper what the service's own exceptions are; asked first
   */
  public ProblemHandler(ProblemMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    // Who has gone reads no answer, and what has begun cannot be taken back: the connection ends.
    if (response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      return Mono.error(failure);
    }
    Problem problem = problem(failure, exchange);
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

  /** The problem that {@code failure} is; one that nobody expected is logged here. */
  private Problem problem(Throwable failure, ServerWebExchange exchange) {
    Optional<Problem> known = mapper.map(failure);
    return known
        .or(() -> StandardProblems.of(failure))
        .orElseGet(() -> unexpected(failure, exchange));
  }

  private static Problem unexpected(Throwable failure, ServerWebExchange exchange) {
    String id = UUID.randomUUID().toString();
    LOG.error("Request failed, error id {}: {}", id, exchange.getRequest().getMethod(), failure);
    return Problem.of(
            500, "internal", "Something failed here", "the failure was logged under the errorId")
        .with("errorId", id);
  }
}
