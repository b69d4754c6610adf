package io.leaderboard.redis.apply;

import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.redis.connection.RedisLink;
import io.leaderboard.redis.connection.Script;
import io.leaderboard.redis.generation.FillTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls {@code apply.lua}. Thread-safe. */
final class ApplyScript {
  /** What a call did. */
  enum Status {
    /** The chunk is applied. */
    OK,
    /** The position is another than expected; nothing was changed. */
    MOVED,
    /** Another generation takes the place of this one; nothing was changed. */
    SEALED,
    /** A sum might leave the range; nothing was changed. */
    RANGE,
    /** The chunk cannot be applied, ever; nothing was changed. */
    BAD
  }

  /**
   * @param leftOut events that would have taken a sum out of range
   * @param detail the stored position, the generation that takes its place, or what is wrong
   */
  record Reply(Status status, long leftOut, String detail) {
    static Reply of(List<Object> parts) {
      Status status = Status.valueOf(String.valueOf(parts.get(0)));
      Object detail = parts.size() > 1 ? parts.get(1) : "";
      return detail instanceof Long leftOut
          ? new Reply(status, leftOut, "")
          : new Reply(status, 0, String.valueOf(detail));
    }
  }

  private final RedisLink redis;
  private final Script script = Script.named("apply");

  ApplyScript(RedisLink redis) {
    this.redis = redis;
  }

  /**
   * Sends a chunk; calls to a bucket are executed in the order they are sent.
   *
   * @param whole whether the script is sent too, because the server does not have it
   */
  CompletableFuture<Reply> send(
      FillTarget target, int bucket, int partition, Chunk chunk, boolean whole) {
    List<String> args = new ArrayList<>(2 * chunk.weight() + 16);
    String[] keys =
        chunk.encode(
            target.positions(bucket),
            target.closings(bucket, partition),
            RedisLayout.state(target.generation().id(), bucket),
            args);
    String[] values = args.toArray(String[]::new);
    return (whole
            ? script.sendWhole(redis.async(), keys, values)
            : script.send(redis.async(), keys, values))
        .thenApply(Reply::of)
        .toCompletableFuture();
  }
}
