package io.leaderboard.web.gate;

import io.leaderboard.web.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Refuses bodies that do not say what they are, which any page of the web can send without asking
 * first, and encoded ones, which would be read as something else.
 */
public final class BodyCheck implements GateCheck {
  private static final Refusal ENCODED =
      Refusal.with(
          Problem.of(
                  415,
                  "unsupported-content-encoding",
                  "The Content-Encoding is not supported",
                  "a body is sent as it is, without Content-Encoding")
              .withHeader("Accept-Encoding", "identity"));

  private static final Refusal UNTYPED =
      Refusal.with(
          Problem.of(
              415,
              "unsupported-media-type",
              "The Content-Type is not supported",
              "a body needs a Content-Type, such as application/json"));

  @Override
  public @Nullable Refusal check(HttpServerRequest request) {
    HttpHeaders headers = request.requestHeaders();
    if (!hasBody(headers)) {
      return null;
    }
    if (headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
      return ENCODED;
    }
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return type == null || type.isBlank() ? UNTYPED : null;
  }

  private static boolean hasBody(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return length == null
        ? headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        : !HttpHeaderValues.ZERO.contentEquals(length);
  }
}
