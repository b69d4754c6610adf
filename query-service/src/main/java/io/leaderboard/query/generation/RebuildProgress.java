package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogEnds;
import io.leaderboard.query.log.LogView;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.position.Positions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** How much of the log is applied to the generation that is being filled. Thread-safe. */
public final class RebuildProgress {
  private final LogView log;
  private final LogEnds ends;
  private final Positions positions;

  RebuildProgress(LogView log, LogEnds ends, Positions positions) {
    this.log = log;
    this.ends = ends;
    this.positions = positions;
  }

  /**
   * The records applied and those there are, from positions that may be {@link
   * LiveGeneration#MAX_AGE} old; 0 of those there are when nothing is being filled yet.
   */
  public CompletableFuture<RebuildShare> of(Optional<Generation> filling) {
    int partitions = log.partitions();
    return filling
        .map(generation -> positions.everywhere(generation, partitions, LiveGeneration.MAX_AGE))
        .orElseGet(() -> CompletableFuture.completedFuture(new AppliedPositions(Map.of())))
        .thenApply(applied -> share(applied, partitions));
  }

  private RebuildShare share(AppliedPositions applied, int partitions) {
    long done = 0;
    long total = 0;
    for (int partition = 0; partition < partitions; partition++) {
      long end = ends.end(partition).orElse(0);
      total += end;
      done += Math.min(end, applied.next(partition));
    }
    return new RebuildShare(done, total);
  }
}
