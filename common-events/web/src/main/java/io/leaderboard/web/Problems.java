package io.leaderboard.web;

import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems that failures are. A failure that nobody expected is logged once with an id, and its
 * problem carries that id and nothing else about it. Thread-safe.
 */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final ProblemMapper mapper;

  /**
   * @param mapper what the service's own exceptions are; asked first
   */
  public Problems(ProblemMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * The problem that {@code failure} is.
   *
   * @param method of the request that failed, for the log
   */
  public Problem of(Throwable failure, String method) {
    Optional<Problem> known = mapper.map(failure);
    return known
        .or(() -> StandardProblems.of(failure))
        .orElseGet(() -> unexpected(failure, method));
  }

  private static Problem unexpected(Throwable failure, String method) {
    String id = UUID.randomUUID().toString();
    LOG.error("Request failed, error id {}: {}", id, method, failure);
    return Problem.of(
            500, "internal", "Something failed here", "the failure was logged under the errorId")
        .with("errorId", id);
  }
}
