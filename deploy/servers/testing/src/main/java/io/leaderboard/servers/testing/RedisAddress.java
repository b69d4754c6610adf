package io.leaderboard.servers.testing;

/** Where a Redis answers. */
public record RedisAddress(String host, int port) {
  /** As Lettuce takes it. */
  public String uri() {
    return "redis://%s:%d".formatted(host, port);
  }
}
