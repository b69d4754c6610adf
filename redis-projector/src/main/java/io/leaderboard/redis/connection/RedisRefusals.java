package io.leaderboard.redis.connection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Redis answers when it will not do a thing, in words that say what people can do. */
public final class RedisRefusals {
  /** Alone, or from within a script, where Redis 6.2 puts more before it. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?:^|[- ])(OOM|READONLY|WRONGTYPE|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM) ");

  private RedisRefusals() {}

  /** What happened, and what to do where that is known. */
  public static String words(Throwable failure) {
    return remedy(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  /** What Redis refused and what to do; empty when it is something else. */
  static Optional<String> remedy(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      Matcher code = CODE.matcher(String.valueOf(cause.getMessage()));
      if (code.find()) {
        return Optional.of(remedy(code.group(1)));
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static String remedy(String code) {
    return switch (code) {
      case "OOM" ->
          "Redis is full (OOM): raise its maxmemory, or take boards or retention away; it goes on by itself";
      case "READONLY" ->
          "Redis is a replica and takes no writes (READONLY): set leaderboard.redis.uri to its master, or make it"
              + " one (REPLICAOF NO ONE); it goes on by itself";
      case "WRONGTYPE" ->
          "a key in Redis holds something else than a board (WRONGTYPE), which this platform has not written: give it a"
              + " Redis that nobody else writes to, then run \"deploy/leaderboard rebuild\"";
      case "MISCONF" ->
          "Redis cannot write to its disk and takes no writes (MISCONF): make room there; it goes on by itself";
      case "NOREPLICAS" ->
          "Redis has fewer replicas than its min-replicas-to-write (NOREPLICAS): bring them back; it goes on by itself";
      case "NOPERM" ->
          "the user of leaderboard.redis.username may not do what is needed (NOPERM): give it the rights";
      default ->
          "Redis refuses the password (%s): set leaderboard.redis.username and leaderboard.redis.password, and start"
                  .formatted(code)
              + " this service again";
    };
  }
}
