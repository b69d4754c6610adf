package io.leaderboard.web;

import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * The problems that every service has: its own exceptions, invalid fields, and what Spring says.
 */
final class StandardProblems {
  private StandardProblems() {}

  /** The problem that {@code failure} is, or empty when nobody expected it. */
  static Optional<Problem> of(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return Optional.of(known.problem());
    }
    if (failure instanceof InvalidFieldException invalid) {
      return Optional.of(Problem.invalidField(invalid));
    }
    if (failure instanceof DataBufferLimitException) {
      return Optional.of(
          Problem.of(413, "body-too-large", "The body is too large", "the body is too large"));
    }
    if (failure instanceof ResponseStatusException status) {
      return Optional.of(ofStatus(status));
    }
    return Optional.empty();
  }

  /** Spring's reasons name classes, so that none of them is repeated. */
  private static Problem ofStatus(ResponseStatusException failure) {
    if (failure instanceof MethodNotAllowedException wrong) {
      String allowed = join(wrong.getSupportedMethods());
      return Problem.of(
              405,
              "method-not-allowed",
              "The method is not allowed here",
              wrong.getHttpMethod() + " is not allowed; allowed: " + allowed)
          .withHeader("Allow", allowed);
    }
    if (failure instanceof UnsupportedMediaTypeStatusException wrong) {
      return Problem.unsupportedMediaType(wrong.getSupportedMediaTypes());
    }
    if (failure instanceof NotAcceptableStatusException wrong) {
      return Problem.of(
          406,
          "not-acceptable",
          "The Accept header excludes every representation",
          "available: " + join(wrong.getSupportedMediaTypes()));
    }
    return ofCode(failure.getStatusCode());
  }

  private static Problem ofCode(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> Problem.of(404, "not-found", "There is nothing here", "no such path");
      case 413 ->
          Problem.of(413, "body-too-large", "The body is too large", "the body is too large");
      case 503 ->
          Problem.of(503, "unavailable", "Not able to serve this now", "send it again later")
              .withHeader("Retry-After", "1");
      default ->
          status.is4xxClientError()
              ? Problem.of(
                  status.value(), "bad-request", "The request is not valid", "cannot be read")
              : Problem.of(
                  status.value(), "internal", "Something failed", "it is not your request");
    };
  }

  private static String join(Collection<?> values) {
    return values.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }
}
