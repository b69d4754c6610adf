package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Refuses reads that only a replica may answer, while there is none that can. */
enum NoReplica implements RedisReads {
  INSTANCE;

  @Override
  public <T> CompletableFuture<T> call(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    return CompletableFuture.failedFuture(
        new RedisUnavailableException("no replica of Redis can be read"));
  }

  @Override
  public boolean isReplica() {
    return true;
  }
}
