package io.leaderboard.web.connection;

import io.leaderboard.web.HttpProperties;
import io.leaderboard.web.Json;
import io.leaderboard.web.Problem;
import io.leaderboard.web.ProblemException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** What is wrong with how requests arrive. Thread-safe: the exceptions carry no stack trace. */
final class WireProblems {
  private final ProblemException bodyTooSlow;
  private final ProblemException malformedBody =
      new ProblemException(Problem.invalidBody("the chunks of the body cannot be read"));

  private final ProblemException noMemory =
      new ProblemException(
          Problem.unavailable("too many large bodies are arriving", Duration.ofSeconds(1)));

  WireProblems(HttpProperties properties) {
    this.bodyTooSlow =
        new ProblemException(
            Problem.bodyTooSlow(
                "a request arrives within %s ms; a stream brings %s bytes in %s ms"
                    .formatted(
                        properties.requestTimeout().toMillis(),
                        ConnectionPatience.of(properties).leastBytes(),
                        properties.streamWindow().toMillis())));
  }

  ProblemException bodyTooSlow() {
    return bodyTooSlow;
  }

  ProblemException noMemory() {
    return noMemory;
  }

  ProblemException malformedBody() {
    return malformedBody;
  }

  /** The whole answer to a head that is none, or too long; the last of its connection. */
  FullHttpResponse malformedHead(@Nullable Throwable cause) {
    Problem problem = head(cause);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(problem.status()),
            Unpooled.wrappedBuffer(Json.write(problem.document())));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return response;
  }

  private static Problem head(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Problem.of(
          414, "target-too-long", "The path and query are too long", "shorten the first line");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Problem.of(
          431, "headers-too-large", "The headers are too large", "send fewer or shorter headers");
    }
    return Problem.of(
        400,
        "malformed-request",
        "This is no HTTP request",
        "the request cannot be read, or could be read in two ways");
  }
}
