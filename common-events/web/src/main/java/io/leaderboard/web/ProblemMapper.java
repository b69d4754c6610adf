package io.leaderboard.web;

import java.util.Optional;

/**
 * What a service's own exceptions are as problems. Each service has one such bean; what it does not
 * know is mapped by {@link ProblemHandler}.
 */
@FunctionalInterface
public interface ProblemMapper {
  /** The problem that {@code failure} is, or empty when this service does not know it. */
  Optional<Problem> map(Throwable failure);
}
