package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Where commands that read are sent. One of a replica shows what its master held a moment ago, and
 * never less than it showed before, unless the replica is filled anew. Thread-safe.
 */
public interface RedisReads {
  /**
   * Sends a command, which must not write.
   *
   * @return fails with {@link RedisUnavailableException} when nothing answers within the command
   *     timeout, and at once when Redis is known to be away or too much is under way
   */
  <T> CompletableFuture<T> call(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command);

  /** Whether it is a replica, which runs scripts only when they are sent as reads. */
  boolean isReplica();
}
