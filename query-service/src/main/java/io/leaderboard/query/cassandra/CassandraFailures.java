package io.leaderboard.query.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.leaderboard.query.failure.Failure;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Tells what keeps Cassandra from answering, for people. */
final class CassandraFailures {
  private CassandraFailures() {}

  /** The {@link CassandraUnavailableException} that {@code failure} amounts to, or itself. */
  static Throwable translate(Throwable failure, String keyspace) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof DriverTimeoutException || cause instanceof TimeoutException) {
      return new CassandraUnavailableException("Cassandra did not answer in time", cause);
    }
    if (cause instanceof RequestThrottlingException) {
      return new CassandraUnavailableException("too much is asked of Cassandra now", cause);
    }
    if (isAboutTables(cause)) {
      return new CassandraUnavailableException(
          "the tables in Cassandra's keyspace %s cannot be read: %s"
              .formatted(keyspace, cause.getMessage()),
          cause);
    }
    if (cause instanceof AllNodesFailedException) {
      return new CassandraUnavailableException("Cassandra is not reachable", cause);
    }
    return cause instanceof DriverException
        ? new CassandraUnavailableException("Cassandra cannot answer: " + cause.getMessage(), cause)
        : cause;
  }

  /** Whether a table or the keyspace is missing, is another, or must not be read. */
  static boolean isAboutTables(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    return cause instanceof InvalidQueryException || cause instanceof UnauthorizedException;
  }

  /** What is wrong at bottom, the same words for the same thing. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    if (failure instanceof AllNodesFailedException all && !all.getAllErrors().isEmpty()) {
      List<Throwable> ofOneNode = all.getAllErrors().values().iterator().next();
      cause = ofOneNode.isEmpty() ? failure : ofOneNode.get(0);
    }
    String said = cause.getClass().getSimpleName();
    for (Throwable each = cause; each != null; each = each.getCause()) {
      said = each.getMessage() == null ? said : each.getMessage();
    }
    return said;
  }
}
