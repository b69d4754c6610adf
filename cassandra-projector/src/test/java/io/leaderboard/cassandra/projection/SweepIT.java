package io.leaderboard.cassandra.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderboard.cassandra.store.Store;
import io.leaderboard.cassandra.sweep.Sweep;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted once newer rules have taken the place of others. */
class SweepIT {
  private static TestStore store;
  private static Store tables;

  @BeforeAll
  static void createTables() {
    store = new TestStore(Duration.ZERO);
    tables = store.tables(store.session());
  }

  @AfterAll
  static void dropTables() {
    store.close();
  }

  @BeforeEach
  void emptyTables() {
    store.clear();
  }

  /** A switch, not an end: rules that readers may still take are there until the sweep. */
  @Test
  void standingsOfFormerRulesAndOfBoardsThatAreGoneAreDeletedAfterTheSwitch() {
    RandomLog random = new RandomLog(1_500);
    ChangingGames games = new ChangingGames(random);
    CassandraProjection projection = store.projection(games::games);
    random.applyHalf(projection);
    games.change("one");
    TestFills fills =
        TestFills.of(store, tables, projection, games, new TrimmedLog(random.log, 100));
    Sweep sweep =
        new Sweep(
            () -> tables,
            games::games,
            fills.fills.complete(),
            () -> true,
            Duration.ZERO,
            System::nanoTime,
            fills.status);
    sweepAll(sweep);
    assertThat(rules("one")).as("not complete yet").contains(1);
    fills.complete();
    fills.fills.look();
    while (random.replay.hasMore()) {
      random.replay.apply(projection, random.replay.batches(() -> 100));
    }
    sweepAll(sweep);
    assertThat(rules("one")).doesNotContain(1);
    games.assertHeldBy(store);

    GameDefinition before = games.latest("two");
    BoardDefinition first = before.boards().get(0);
    games.define(withoutFirstBoard(before));
    assertThat(games.rules("two")).as("a board that goes away is no change of rules").isEqualTo(1);
    sweepAll(sweep);
    assertThat(
            store.rows("board_standings").stream()
                .filter(row -> "two".equals(row.getString("game_id")))
                .map(row -> row.getString("board_id"))
                .filter(first.id()::equals))
        .isEmpty();
  }

  private static void sweepAll(Sweep sweep) {
    while (!sweep.isIdle()) {
      sweep.step();
    }
  }

  private static Set<Integer> rules(String gameId) {
    return store.rows("board_standings").stream()
        .filter(row -> gameId.equals(row.getString("game_id")))
        .map(row -> row.getInt("rules"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static GameDefinition withoutFirstBoard(GameDefinition game) {
    List<BoardDefinition> boards = new ArrayList<>(game.boards());
    boards.remove(0);
    return new GameDefinition(
        game.gameId(),
        game.name(),
        game.description(),
        game.active(),
        game.decimals(),
        game.timeZone(),
        game.closing(),
        game.lateness(),
        null,
        null,
        boards);
  }
}
