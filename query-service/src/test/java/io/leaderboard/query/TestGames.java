package io.leaderboard.query;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import java.time.ZoneId;
import java.util.List;

/** Definitions for tests. */
public final class TestGames {
  private TestGames() {}

  /** A game with these boards. */
  public static GameDefinition game(String id, int decimals, BoardDefinition... boards) {
    return new GameDefinition(
        id,
        "",
        "",
        true,
        decimals,
        ZoneId.of("UTC"),
        Closing.AUTOMATIC,
        GameDefinition.DEFAULT_LATENESS,
        null,
        null,
        List.of(boards));
  }

  /** A board of all time with shared ranks. */
  public static BoardDefinition allTime(String id, Order order) {
    return board(id, Aggregation.BEST, order, Ties.SHARED, 1);
  }

  /** A board of seasons, of which the best score counts. */
  public static BoardDefinition seasons(String id, Season... seasons) {
    return new BoardDefinition(
        id,
        Aggregation.BEST,
        Order.DESC,
        BoardDefinition.SCORE,
        PeriodKind.SEASONS,
        List.of(seasons),
        Ties.SHARED,
        BoardDefinition.DEFAULT_RETENTION,
        1);
  }

  /** A board of all time. */
  public static BoardDefinition board(
      String id, Aggregation aggregation, Order order, Ties ties, int shards) {
    return new BoardDefinition(
        id,
        aggregation,
        order,
        BoardDefinition.SCORE,
        PeriodKind.ALL_TIME,
        List.of(),
        ties,
        BoardDefinition.DEFAULT_RETENTION,
        shards);
  }
}
