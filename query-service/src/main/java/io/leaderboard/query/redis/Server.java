package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/** One server, to which a connection is opened when it is first asked for. Thread-safe. */
interface Server extends AutoCloseable {
  /** Its commands; fails while it cannot be connected to, and is asked again then. */
  CompletionStage<RedisClusterAsyncCommands<String, String>> commands();

  /** Ends the connection, if it has one of its own. */
  @Override
  void close();
}
