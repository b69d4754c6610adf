package io.leaderboard.projection;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefined;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Games;
import io.leaderboard.events.game.GamesFold;
import io.leaderboard.events.game.LogSettings;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Ties;
import java.time.ZoneId;
import java.util.List;

/** The game of the contract: one board of all time for each way to make up a standing. */
public final class ContractGames {
  /** Its id. */
  public static final String GAME = "contract";

  /** Partitions of the contract's log. */
  public static final int PARTITIONS = 4;

  /** Duplicate window of the contract's log. */
  public static final int WINDOW = 100;

  /** Its decimals. */
  public static final int DECIMALS = 1;

  /** Its boards. */
  public static final List<BoardDefinition> BOARDS =
      List.of(
          board("best", Aggregation.BEST, Order.DESC, "score", 1),
          board("best-asc", Aggregation.BEST, Order.ASC, "score", 3),
          board("sum", Aggregation.SUM, Order.DESC, "score", 1),
          board("sum-asc", Aggregation.SUM, Order.ASC, "score", 4),
          board("sum-goals", Aggregation.SUM, Order.DESC, "goals", 1),
          board("count", Aggregation.COUNT, Order.DESC, "score", 2),
          board("count-goals", Aggregation.COUNT, Order.ASC, "goals", 1),
          board("last", Aggregation.LAST, Order.DESC, "score", 1),
          board("last-asc", Aggregation.LAST, Order.ASC, "goals", 2));

  private ContractGames() {}

  /** The log's settings and the game. */
  public static Games games() {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(PARTITIONS, WINDOW, 0));
    fold.apply(new GameDefined(definition(), 0, 0));
    return fold.snapshot();
  }

  /** The board of that id. */
  public static BoardDefinition board(String id) {
    return BOARDS.stream().filter(board -> board.id().equals(id)).findFirst().orElseThrow();
  }

  /** The game's definition. */
  public static GameDefinition definition() {
    return new GameDefinition(
        GAME,
        "",
        "",
        true,
        DECIMALS,
        ZoneId.of("UTC"),
        Closing.MANUAL,
        GameDefinition.DEFAULT_LATENESS,
        null,
        null,
        BOARDS);
  }

  private static BoardDefinition board(
      String id, Aggregation aggregation, Order order, String metric, int shards) {
    return new BoardDefinition(
        id, aggregation, order, metric, PeriodKind.ALL_TIME, List.of(), Ties.SHARED, 2, shards);
  }
}
