package io.leaderboard.cassandra.projection;

import io.leaderboard.cassandra.position.KnownClosings;
import io.leaderboard.cassandra.position.PositionsTable;
import io.leaderboard.cassandra.position.ProjectionNames;
import io.leaderboard.cassandra.position.ProjectionOffsets;
import io.leaderboard.cassandra.rules.PartitionRules;
import io.leaderboard.cassandra.rules.StoredRules;
import io.leaderboard.cassandra.statement.Requests;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.store.StoreProperties;
import io.leaderboard.events.cassandra.StandingsLayout;
import io.leaderboard.events.game.Game;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Begins partitions that are resumed with what Cassandra holds of them. Thread-safe. */
final class StoredProgress {
  private final ProjectedLog log;
  private final StoreProperties properties;
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock monotonic
   */
  StoredProgress(ProjectedLog log, StoreProperties properties, LongSupplier nanoClock) {
    this.log = log;
    this.properties = properties;
    this.nanoClock = nanoClock;
  }

  /**
   * Begins those of the partitions that cannot go on with what is known of them.
   *
   * @param known by partition, before
   * @param interrupted how many interruptions there were before this was called
   * @param each takes what a partition begins with
   */
  void begin(
      Store tables,
      Collection<Integer> partitions,
      Map<Integer, PartitionProgress> known,
      long interrupted,
      Consumer<PartitionProgress> each) {
    Requests requests = tables.requests();
    PositionsTable positions = tables.positions();
    Map<Integer, ProjectionOffsets> history = positions.read(ProjectionNames.EVENTS, requests);
    Map<Integer, ProjectionOffsets> boards = positions.read(ProjectionNames.BOARDS, requests);
    List<Integer> anew = new ArrayList<>();
    for (int partition : partitions) {
      // After a mere failure (a time-out, an overload) nothing is lost: going back to the confirmed
      // position each time would never get ahead of a Cassandra that is slow for long.
      PartitionProgress before = known.get(partition);
      ProjectionOffsets stored = boards.getOrDefault(partition, ProjectionOffsets.NONE);
      if (before == null || !before.stillHolds(interrupted, stored)) {
        anew.add(partition);
      }
    }
    // Read after the positions, which are written after what they stand for.
    Map<Integer, KnownClosings> closings =
        tables.closings().read(ProjectionNames.BOARDS, anew, requests);
    Map<Integer, Map<String, NavigableMap<Integer, StoredRules>>> rules =
        tables.gameRules().read(anew, requests);
    for (int partition : anew) {
      PartitionProgress next =
          new PartitionProgress(
              partition,
              interrupted,
              history.getOrDefault(partition, ProjectionOffsets.NONE),
              boards.getOrDefault(partition, ProjectionOffsets.NONE),
              new PartitionRules(rules.getOrDefault(partition, Map.of()), nowMicros()),
              closings.getOrDefault(partition, new KnownClosings()),
              properties.knownMonths(),
              properties.syncMargin());
      fenceOff(tables, next);
      if (next.applied() < 0) {
        joinFromTheStart(next.rules());
      }
      each.accept(next);
    }
  }

  /** Whatever a former owner is about to say of rules that are unfinished, it comes too late. */
  private static void fenceOff(Store tables, PartitionProgress next) {
    Requests.Round round = tables.requests().round();
    PartitionRules rules = next.rules();
    rules
        .unfinished()
        .forEach(
            (gameId, versions) ->
                versions.forEach(
                    version ->
                        tables
                            .gameRules()
                            .sendIncomplete(
                                next.partition(), gameId, version, rules.number(), round)));
    round.await();
  }

  private static long nowMicros() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  /** A partition that is read from its start anyway needs no fill for rules that are there now. */
  private void joinFromTheStart(PartitionRules rules) {
    for (Game game : log.games().all()) {
      int latest = game.rulesVersion();
      if (latest != StandingsLayout.FIRST_RULES && !rules.of(game.id(), latest).complete()) {
        rules.join(game.id(), latest, -1, nanoClock.getAsLong());
      }
    }
  }
}
