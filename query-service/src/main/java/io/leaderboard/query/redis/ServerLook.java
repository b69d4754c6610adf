package io.leaderboard.query.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks a server how its replication is, one question under way at a time. Thread-safe. */
final class ServerLook {
  /**
   * What a server told.
   *
   * @param askedAt by {@link System#nanoTime}
   */
  record Told(ReplicationInfo info, long askedAt) {}

  private final Server server;
  private final BiConsumer<ReplicationInfo, Long> listener;
  private @Nullable Told told;
  private @Nullable RedisClusterAsyncCommands<String, String> open;
  private boolean asking;

  /**
   * @param listener is given each answer and when it was asked for
   */
  ServerLook(Server server, BiConsumer<ReplicationInfo, Long> listener) {
    this.server = server;
    this.listener = listener;
  }

  /** Asks, unless the last question is not answered. */
  void ask() {
    synchronized (this) {
      if (asking) {
        return;
      }
      asking = true;
    }
    // A server that refuses at once is no other than one that fails later.
    var unused =
        CompletableFuture.completedFuture(server)
            .thenCompose(Server::commands)
            .thenCompose(commands -> ask(commands, System.nanoTime()))
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    failed();
                  }
                  synchronized (this) {
                    asking = false;
                  }
                });
  }

  private CompletionStage<Void> ask(
      RedisClusterAsyncCommands<String, String> commands, long askedAt) {
    return commands
        .info("replication")
        .thenAccept(
            text -> {
              ReplicationInfo info = ReplicationInfo.parse(text);
              synchronized (this) {
                told = new Told(info, askedAt);
                open = commands;
              }
              listener.accept(info, askedAt);
            });
  }

  /** It did not answer: what it told before counts no more. */
  synchronized void failed() {
    told = null;
    open = null;
  }

  /** What it told last. */
  synchronized Optional<Told> told() {
    return Optional.ofNullable(told);
  }

  /** Its commands; null while it does not answer. */
  synchronized @Nullable RedisClusterAsyncCommands<String, String> open() {
    return open;
  }

  /** Asks no more. */
  void close() {
    server.close();
  }
}
