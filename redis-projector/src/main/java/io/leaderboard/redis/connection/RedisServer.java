package io.leaderboard.redis.connection;

import java.util.Optional;

/**
 * What a Redis server says of itself.
 *
 * @param version such as 7.0.15
 * @param evictionPolicy its {@code maxmemory-policy}
 */
record RedisServer(String version, String evictionPolicy) {
  private static final int OLDEST_MAJOR = 6;
  private static final int OLDEST_MINOR = 2;

  /** Reads the answer to {@code INFO}. */
  static RedisServer of(String info) {
    return new RedisServer(
        field(info, "redis_version").orElse("unknown"),
        field(info, "maxmemory_policy").orElse("noeviction"));
  }

  /**
   * @throws IllegalStateException when it is older than 6.2, which {@code ZADD LT} and {@code
   *     ZMSCORE} need
   */
  void requireSupported() {
    String[] parts = version.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      if (major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR)) {
        return;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException("Redis does not tell its version: " + version, e);
    }
    throw new IllegalStateException(
        "Redis is " + version + ", but 6.2 or newer is needed: upgrade it");
  }

  boolean evicts() {
    return !evictionPolicy.equals("noeviction");
  }

  private static Optional<String> field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
