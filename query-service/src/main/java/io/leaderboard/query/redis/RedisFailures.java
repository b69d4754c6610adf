package io.leaderboard.query.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Tells a Redis that is away for now from a request that Redis refuses for good. */
final class RedisFailures {
  /** Error codes with which a server says that it cannot serve at the moment. */
  private static final Set<String> PASSING =
      Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "OOM");

  private RedisFailures() {}

  /** {@code failure} itself, or the {@link RedisUnavailableException} that it amounts to. */
  static Throwable translate(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RedisCommandTimeoutException) {
      return new RedisUnavailableException("Redis did not answer in time", cause);
    }
    if (cause instanceof RedisCommandExecutionException) {
      String code = code(cause);
      return PASSING.contains(code)
          ? new RedisUnavailableException("Redis answers " + code, cause)
          : cause;
    }
    return cause instanceof RedisException
        ? new RedisUnavailableException("Redis is not reachable", cause)
        : cause;
  }

  /** Whether Redis does not know a script by its digest. */
  static boolean isUnknownScript(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisCommandExecutionException && code(cause).equals("NOSCRIPT");
  }

  private static String code(Throwable refusal) {
    String message = String.valueOf(refusal.getMessage());
    int space = message.indexOf(' ');
    return space < 0 ? message : message.substring(0, space);
  }
}
