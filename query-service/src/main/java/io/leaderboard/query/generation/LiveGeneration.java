package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.events.redis.RedisLayout;
import io.leaderboard.query.log.LogView;
import io.leaderboard.query.redis.RecentReading;
import io.leaderboard.query.redis.RedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The generation that readers use. What it names may be {@link #MAX_AGE} old; the keys of a former
 * generation are kept for much longer than that. Thread-safe.
 */
public final class LiveGeneration {
  /** How old an answer may be. */
  static final Duration MAX_AGE = Duration.ofMillis(50);

  private final LogView log;
  private final RebuildProgress progress;
  private final RecentReading<Generations> recent;

  LiveGeneration(RedisConnection redis, LogView log, RebuildProgress progress) {
    this.log = log;
    this.progress = progress;
    this.recent =
        new RecentReading<>(
            () ->
                redis
                    .call(commands -> commands.hgetall(RedisLayout.GENERATION))
                    .thenApply(Generations::of));
  }

  /** The live generation and the one that is being filled, if any. */
  public CompletableFuture<Generations> generations() {
    return recent.noOlderThan(MAX_AGE);
  }

  /**
   * The generation to read from. Fails with {@link RebuildingException} while there is none, and
   * with {@link ForeignGenerationException} when it was filled from another log.
   */
  public CompletableFuture<Generation> readable() {
    return generations()
        .thenCompose(
            generations ->
                generations
                    .readable()
                    .map(live -> CompletableFuture.completedFuture(ofThisLog(live)))
                    .orElseGet(() -> rebuilding(generations)));
  }

  private CompletableFuture<Generation> rebuilding(Generations generations) {
    return progress
        .of(generations)
        .thenCompose(share -> CompletableFuture.failedFuture(new RebuildingException(share)));
  }

  private Generation ofThisLog(Generation live) {
    if (!log.topicId().equals(live.topicId())) {
      throw new ForeignGenerationException(live.topicId(), log.topicId());
    }
    return live;
  }
}
