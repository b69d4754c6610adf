package io.leaderboard.query.status;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.query.generation.LiveGeneration;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.position.Positions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The redis-projector: the smallest positions over all buckets of the live generation. */
final class RedisProjector implements Projector {
  private static final Duration MAX_AGE = Duration.ofMillis(50);

  private final OpenLog log;
  private final LiveGeneration live;
  private final Positions positions;

  RedisProjector(OpenLog log, LiveGeneration live, Positions positions) {
    this.log = log;
    this.live = live;
    this.positions = positions;
  }

  @Override
  public String name() {
    return "redis-projector";
  }

  /** Those of the generation that is being filled while none is live. */
  @Override
  public CompletableFuture<AppliedPositions> positions() {
    return live.generations().thenCompose(this::positions);
  }

  private CompletableFuture<AppliedPositions> positions(Generations generations) {
    Generation shown = generations.readable().or(generations::filling).orElse(null);
    return shown == null
        ? CompletableFuture.completedFuture(new AppliedPositions(Map.of()))
        : positions.everywhere(shown, log.partitions(), MAX_AGE);
  }
}
