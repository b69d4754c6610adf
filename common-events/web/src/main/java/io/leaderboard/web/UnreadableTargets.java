package io.leaderboard.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Answers requests whose target cannot be read with a problem detail, before Spring sees them:
 * Spring's own answer to those has no body and reaches no exception handler.
 */
public final class UnreadableTargets implements NettyServerCustomizer {
  private static final byte[] BODY =
      Json.write(
          Problem.of(
                  400,
                  "invalid-target",
                  "The path or query cannot be read",
                  "a path and a query are percent-encoded UTF-8: each % is followed by two hex"
                      + " digits, and other characters than those allowed in a URI are encoded")
              .document());

  @Override
  public HttpServer apply(HttpServer server) {
    return server.mapHandle(UnreadableTargets::handle);
  }

  private static Mono<Void> handle(Mono<Void> served, Connection connection) {
    if (!(connection instanceof HttpServerRequest request)
        || RequestTarget.isReadable(request.uri())) {
      return served;
    }
    HttpServerResponse response = (HttpServerResponse) connection;
    return response
        .status(400)
        .header(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(BODY.length))
        .sendObject(Unpooled.wrappedBuffer(BODY))
        .then();
  }
}
