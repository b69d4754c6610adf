package io.leaderboard.query.generation;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.log.LogEnds;
import io.leaderboard.query.log.OpenLog;
import io.leaderboard.query.position.AppliedPositions;
import io.leaderboard.query.position.Positions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How much of the log is applied to the generation that is being filled. Thread-safe. */
public final class RebuildShares {
  private final OpenLog log;
  private final LogEnds ends;
  private final Positions positions;

  RebuildShares(OpenLog log, LogEnds ends, Positions positions) {
    this.log = log;
    this.ends = ends;
    this.positions = positions;
  }

  /**
   * The records applied and those there are, of what readers will use next, from positions that may
   * be {@link LiveGeneration#MAX_AGE} old; 0 of those there are when nothing is being filled yet.
   */
  public CompletableFuture<RebuildShare> of(Generations known) {
    int partitions = log.partitions();
    Generation live = known.live();
    if (known.filling().isPresent()) {
      return positions
          .everywhere(known.filling().get(), partitions, LiveGeneration.MAX_AGE)
          .thenApply(applied -> share(applied, partitions));
    }
    return live == null || known.fill().isEmpty()
        ? CompletableFuture.completedFuture(share(new AppliedPositions(Map.of()), partitions))
        : positions
            .ofFill(live, known.fill())
            .thenApply(applied -> share(joined(applied, partitions), partitions));
  }

  /** A partition that has joined a fill of games has no position of its own: it holds all. */
  private static AppliedPositions joined(AppliedPositions applied, int partitions) {
    Map<Integer, Long> all = new HashMap<>(applied.lastApplied());
    for (int partition = 0; partition < partitions; partition++) {
      all.putIfAbsent(partition, Long.MAX_VALUE - 1);
    }
    return new AppliedPositions(all);
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
