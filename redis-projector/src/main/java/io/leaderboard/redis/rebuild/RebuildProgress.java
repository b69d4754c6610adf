package io.leaderboard.redis.rebuild;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.events.redis.Generations.Generation;
import io.leaderboard.redis.fill.Fills;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.generation.LogView;
import io.leaderboard.redis.standings.StandingsReader;
import java.util.List;

/** How far the generations are that are being filled, whoever fills them. Thread-safe. */
public final class RebuildProgress {
  private final GenerationKeeper keeper;
  private final LogView log;
  private final Fills fills;

  /** Asks Redis through {@code keeper}, and {@code fills} what they wait for. */
  public RebuildProgress(GenerationKeeper keeper, LogView log, Fills fills) {
    this.keeper = keeper;
    this.log = log;
    this.fills = fills;
  }

  /**
   * Each that {@code found} says is being filled.
   *
   * @throws RuntimeException when Redis cannot tell now
   */
  List<RebuildReport.Building> of(Generations found) {
    return found.allBuilding().stream().map(this::of).toList();
  }

  private RebuildReport.Building of(Generation generation) {
    BucketPositions positions = keeper.positions(generation);
    boolean fromStandings = keeper.store().isFromStandings(generation);
    int partitions = log.settings().partitions();
    long records = 0;
    long end = 0;
    for (int partition = 0; partition < partitions; partition++) {
      records +=
          fromStandings && !positions.isWholeIn(partition)
              ? scanned(generation, partition, positions)
              : positions.reachedByAll(partition) + 1;
      end += log.end(partition).orElse(0);
    }
    double percent = end == 0 ? 100 : Math.min(100, Math.floor(records * 1000.0 / end) / 10);
    return new RebuildReport.Building(
        generation.id(),
        generation.gameId(),
        fromStandings ? RebuildReport.FROM_STANDINGS : RebuildReport.FROM_LOG,
        fills.waiting(generation).orElse(null),
        records,
        end,
        percent,
        keeper.store().joined(generation),
        partitions);
  }

  /** While standings are scanned: that share of the records that they stand for. */
  private long scanned(Generation generation, int partition, BucketPositions positions) {
    int done =
        keeper
            .store()
            .restores()
            .scanned(generation, partition, positions, StandingsReader.PARTS)
            .cardinality();
    return (positions.followedFrom(partition) + 1) * done / StandingsReader.PARTS;
  }
}
