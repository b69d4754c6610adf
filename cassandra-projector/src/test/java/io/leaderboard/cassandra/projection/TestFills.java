package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.cassandra.fill.FillLog;
import io.leaderboard.cassandra.fill.FillProperties;
import io.leaderboard.cassandra.fill.FillStatus;
import io.leaderboard.cassandra.fill.RuleFills;
import io.leaderboard.cassandra.store.Interruptions;
import io.leaderboard.cassandra.store.Store;
import io.leaderboard.events.game.Game;
import io.leaderboard.events.game.Games;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The fills of one process over a projection. */
final class TestFills {
  final FillStatus status = new FillStatus();
  final RuleFills fills;
  private final Supplier<Games> games;

  /** Readings run where {@code passes} says; in the thread that looks, for instance. */
  TestFills(
      TestStore store,
      Supplier<Store> tables,
      CassandraProjection projection,
      Supplier<Games> games,
      FillLog log,
      Interruptions interruptions,
      Executor passes) {
    this.games = games;
    fills =
        new RuleFills(
            tables,
            projection::owned,
            games,
            log,
            interruptions,
            store.properties.syncMargin(),
            new FillProperties(2, Duration.ofMillis(1), Duration.ZERO),
            passes,
            System::nanoTime,
            status);
  }

  /** Of one process to which nothing happens, in the thread that looks. */
  static TestFills of(
      TestStore store,
      Store tables,
      CassandraProjection projection,
      ChangingGames games,
      FillLog log) {
    return new TestFills(
        store, () -> tables, projection, games::games, log, new Interruptions(), Runnable::run);
  }

  /** Looks until every game's latest rules are complete in all partitions. */
  void complete() {
    for (int i = 0; i < 50 && !isComplete(); i++) {
      fills.look();
    }
    assertThat(isComplete()).as("%s", status.details()).isTrue();
  }

  boolean isComplete() {
    return games.get().all().stream().allMatch(this::isComplete);
  }

  boolean isComplete(Game game) {
    return fills.complete().everywhere(game.id()) == game.rulesVersion();
  }
}
