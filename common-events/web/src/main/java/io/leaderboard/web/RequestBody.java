package io.leaderboard.web;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads a body into memory, within a bound. */
public final class RequestBody {
  private RequestBody() {}

  /**
   * The bytes of the body, at most {@code maxBytes}. A larger one ends the request with 413, at
   * once when it says its length, else as soon as the bound is passed; a missing or empty one with
   * 400.
   */
  public static Mono<byte[]> read(ServerRequest request, int maxBytes) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      return Mono.error(new ProblemException(Problem.bodyTooLarge(maxBytes)));
    }
    return DataBufferUtils.join(request.exchange().getRequest().getBody(), maxBytes)
        .map(RequestBody::bytes)
        .filter(bytes -> bytes.length > 0)
        .onErrorMap(
            DataBufferLimitException.class,
            e -> new ProblemException(Problem.bodyTooLarge(maxBytes)))
        .switchIfEmpty(
            Mono.error(() -> new ProblemException(Problem.invalidBody("there is no body"))));
  }

  private static byte[] bytes(DataBuffer buffer) {
    try {
      byte[] bytes = new byte[buffer.readableByteCount()];
      buffer.read(bytes);
      return bytes;
    } finally {
      DataBufferUtils.release(buffer);
    }
  }
}
