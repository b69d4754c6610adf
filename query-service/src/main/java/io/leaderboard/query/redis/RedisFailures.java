package io.leaderboard.query.redis;

import io.leaderboard.query.failure.Failure;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells a Redis that is away for now from a request that Redis refuses for good. */
final class RedisFailures {
  /** Error codes with which a server says that it cannot serve at the moment. */
  private static final Set<String> PASSING =
      Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "OOM");

  private static final Set<String> REFUSED_PASSWORD = Set.of("NOAUTH", "WRONGPASS");

  private RedisFailures() {}

  /** Sends a command; fails as {@link #translate} says. */
  static <T> CompletableFuture<T> send(
      RedisClusterAsyncCommands<String, String> commands,
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      var unused =
          command
              .apply(commands)
              .whenComplete(
                  (value, failure) -> {
                    if (failure == null) {
                      answer.complete(value);
                    } else {
                      answer.completeExceptionally(translate(failure));
                    }
                  });
    } catch (RuntimeException e) {
      answer.completeExceptionally(translate(e));
    }
    return answer;
  }

  /** {@code failure} itself, or the {@link RedisUnavailableException} that it amounts to. */
  static Throwable translate(Throwable failure) {
    Throwable cause = Failure.cause(failure);
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

  /** That Redis refuses who connects, with what to do; empty when it is something else. */
  static Optional<String> refusedPassword(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      String code = code(cause);
      if (REFUSED_PASSWORD.contains(code)) {
        return Optional.of(
            "Redis refuses the password (%s): set leaderboard.redis.username and leaderboard.redis.password, and start this service again"
                .formatted(code));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** Whether Redis does not know a script by its digest. */
  static boolean isUnknownScript(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    return cause instanceof RedisCommandExecutionException && code(cause).equals("NOSCRIPT");
  }

  /** Whether Redis does not know a command: an older one, {@code EVALSHA_RO}. */
  static boolean isUnknownCommand(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    return cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).startsWith("ERR unknown command");
  }

  private static String code(Throwable refusal) {
    String message = String.valueOf(refusal.getMessage());
    int space = message.indexOf(' ');
    return space < 0 ? message : message.substring(0, space);
  }
}
