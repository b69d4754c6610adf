package io.leaderboard.redis.connection;

import java.util.List;

/** The servers that hold the keys: one, or the masters of a cluster. */
interface RedisServers extends AutoCloseable {
  /**
   * Connects.
   *
   * @throws RuntimeException when that cannot be done now; the message says why
   */
  RedisLink.Opened open();

  /** What each of them that answers says of itself, and at least one of them. */
  List<RedisServerInfo> look(RedisLink.Opened opened);

  @Override
  void close();
}
