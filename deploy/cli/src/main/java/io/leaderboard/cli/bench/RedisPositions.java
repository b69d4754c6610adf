package io.leaderboard.cli.bench;

import io.leaderboard.cli.CommandException;
import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far Redis is filled, from Redis itself. For one thread. */
final class RedisPositions {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 2;

  private final Hashes redis;

  RedisPositions(Hashes redis) {
    this.redis = redis;
  }

  /** The generation that readers see. */
  String live() throws IOException {
    return redis.hash(RedisLayout.GENERATION).getOrDefault(Generations.LIVE, "");
  }

  /** Waits until a generation is live, and holds everything up to these offsets. */
  void await(Map<Integer, Long> last) throws IOException, InterruptedException {
    long until = System.nanoTime() + LIMIT.toNanos();
    Generation live = readable();
    // A projector of an empty log is ready a moment before its first one is.
    while (live == null) {
      pause(until, "no generation was live");
      live = readable();
    }
    for (int bucket = 0; bucket < live.buckets(); bucket++) {
      String key = RedisLayout.positions(live.id(), bucket);
      while (!reached(redis.hash(key), last)) {
        pause(until, "the projector was not level");
      }
    }
  }

  private @Nullable Generation readable() throws IOException {
    return Generations.of(redis.hash(RedisLayout.GENERATION)).readable().orElse(null);
  }

  private static void pause(long until, String what) throws InterruptedException {
    if (System.nanoTime() > until) {
      throw new CommandException("%s after %d s".formatted(what, LIMIT.toSeconds()));
    }
    Thread.sleep(POLL_MILLIS);
  }

  private static boolean reached(Map<String, String> positions, Map<Integer, Long> last) {
    return last.entrySet().stream()
        .allMatch(
            each ->
                Long.parseLong(positions.getOrDefault(each.getKey().toString(), "-1"))
                    >= each.getValue());
  }
}
