package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A replica that is read. What it cannot answer now, its master does, which is never behind it; so
 * a read that began here may end there. After a failure nobody is sent here before it has told
 * again how it is. Thread-safe.
 */
final class Replica implements RedisReads {
  private final ServerLook look;
  private final @Nullable RedisReads instead;

  /**
   * @param look asks it how it is
   * @param instead answers for it; null when nobody may
   */
  Replica(ServerLook look, @Nullable RedisReads instead) {
    this.look = look;
    this.instead = instead;
  }

  /** How it is. */
  ServerLook look() {
    return look;
  }

  @Override
  public <T> CompletableFuture<T> call(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    RedisClusterAsyncCommands<String, String> open = look.open();
    if (open == null) {
      return instead == null
          ? CompletableFuture.failedFuture(
              new RedisUnavailableException("the replica of Redis is not reachable"))
          : instead.call(command);
    }
    CompletableFuture<T> answer = RedisFailures.send(open, command);
    return answer.exceptionallyCompose(
        failure -> {
          if (!(failure instanceof RedisUnavailableException)) {
            return CompletableFuture.failedFuture(failure);
          }
          look.failed();
          return instead == null ? CompletableFuture.failedFuture(failure) : instead.call(command);
        });
  }

  @Override
  public boolean isReplica() {
    return true;
  }
}
