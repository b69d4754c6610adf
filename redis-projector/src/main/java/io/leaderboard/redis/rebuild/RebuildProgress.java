package io.leaderboard.redis.rebuild;

import io.leaderboard.events.redis.Generations;
import io.leaderboard.redis.fill.Fills;
import io.leaderboard.redis.generation.BucketPositions;
import io.leaderboard.redis.generation.FillTarget;
import io.leaderboard.redis.generation.FollowedLog;
import io.leaderboard.redis.generation.GenerationKeeper;
import io.leaderboard.redis.standings.StandingsReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far fills are, of a generation or of games, whoever fills. Thread-safe. */
public final class RebuildProgress {
  private static final int MOST_NAMED = 20;

  private final GenerationKeeper keeper;
  private final FollowedLog log;
  private final Fills fills;

  /** Asks Redis through {@code keeper}, and {@code fills} what they wait for. */
  public RebuildProgress(GenerationKeeper keeper, FollowedLog log, Fills fills) {
    this.keeper = keeper;
    this.log = log;
    this.fills = fills;
  }

  /**
   * Each that is under way.
   *
   * @throws RuntimeException when Redis cannot tell now
   */
  List<RebuildAnswer.Building> of(Generations found) {
    Optional<FillTarget> games =
        keeper.games().known().filter(each -> each.fill().equals(found.fill()));
    return Stream.concat(found.filling().map(FillTarget::of).stream(), games.stream())
        .map(this::of)
        .toList();
  }

  private RebuildAnswer.Building of(FillTarget target) {
    BucketPositions positions = keeper.positions(target);
    boolean fromStandings = keeper.store().isFromStandings(target);
    int partitions = log.settings().partitions();
    long records = 0;
    long end = 0;
    for (int partition = 0; partition < partitions; partition++) {
      long last = log.end(partition).orElse(0);
      end += last;
      if (fromStandings && !positions.isWholeIn(partition)) {
        records += scanned(target, partition, positions);
      } else if (target.isOfGames() && positions.of(0, partition) == null) {
        // Joined: it is where the owner is.
        records += last;
      } else {
        records += positions.reachedByAll(partition) + 1;
      }
    }
    double percent = end == 0 ? 100 : Math.min(100, Math.floor(records * 1000.0 / end) / 10);
    return new RebuildAnswer.Building(
        target.id(),
        target.isOfGames()
            ? target.games().keySet().stream().sorted().limit(MOST_NAMED).toList()
            : null,
        target.games().size(),
        fromStandings ? RebuildAnswer.FROM_STANDINGS : RebuildAnswer.FROM_LOG,
        fills.waiting(target).orElse(null),
        records,
        end,
        percent,
        keeper.store().joined(target),
        partitions);
  }

  /** While standings are scanned: that share of the records that they stand for. */
  private long scanned(FillTarget target, int partition, BucketPositions positions) {
    int done =
        keeper
            .store()
            .restores()
            .scanned(target, partition, positions, StandingsReader.PARTS)
            .cardinality();
    return (positions.followedFrom(partition) + 1) * done / StandingsReader.PARTS;
  }
}
