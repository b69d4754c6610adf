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
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** The game of the contract: a board for each way to make up a standing, period and tie rule. */
public final class ContractGames {
  /** Its id. */
  public static final String GAME = "contract";

  /** Partitions of the contract's log. */
  public static final int PARTITIONS = 4;

  /** Duplicate window of the contract's log. */
  public static final int WINDOW = 100;

  /** Its decimals. */
  public static final int DECIMALS = 1;

  /** Its boards of all time whose ties are shared. */
  public static final List<BoardDefinition> ALL_TIME_SHARED =
      List.of(
          board("best", Aggregation.BEST, Order.DESC, "score", 1),
          board("best-asc", Aggregation.BEST, Order.ASC, "score", 3),
          board("sum", Aggregation.SUM, Order.DESC, "score", 1),
          board("sum-asc", Aggregation.SUM, Order.ASC, "score", 4),
          board("sum-goals", Aggregation.SUM, Order.DESC, "goals", 1),
          board("count", Aggregation.COUNT, Order.DESC, "score", 2),
          board("last", Aggregation.LAST, Order.DESC, "score", 1),
          board("last-asc", Aggregation.LAST, Order.ASC, "goals", 2));

  private static final long DAY_MILLIS = 86_400_000;

  private static final List<Season> SEASONS =
      List.of(
          new Season(
              "before", ContractEvents.NOON - 9 * DAY_MILLIS, ContractEvents.NOON - DAY_MILLIS),
          new Season(
              "after", ContractEvents.NOON - DAY_MILLIS / 2, ContractEvents.NOON + DAY_MILLIS));

  /** All its boards. */
  public static final List<BoardDefinition> BOARDS =
      Stream.concat(
              ALL_TIME_SHARED.stream(),
              Stream.of(
                  board("daily", Aggregation.BEST, Order.DESC, PeriodKind.DAILY, Ties.SHARED, 1),
                  board("daily-sum", Aggregation.SUM, Order.ASC, PeriodKind.DAILY, Ties.SHARED, 2),
                  board("weekly", Aggregation.COUNT, Order.DESC, PeriodKind.WEEKLY, Ties.SHARED, 1),
                  board("monthly", Aggregation.LAST, Order.ASC, PeriodKind.MONTHLY, Ties.SHARED, 1),
                  board("season", Aggregation.SUM, Order.DESC, PeriodKind.SEASONS, Ties.SHARED, 1),
                  earliest("earliest", Aggregation.BEST, Order.DESC, 1),
                  earliest("earliest-asc", Aggregation.BEST, Order.ASC, 2),
                  earliest("earliest-sum", Aggregation.SUM, Order.DESC, 1),
                  earliest("earliest-count", Aggregation.COUNT, Order.ASC, 3),
                  earliest("earliest-last", Aggregation.LAST, Order.DESC, 1),
                  board("e-daily", Aggregation.BEST, Order.ASC, PeriodKind.DAILY, Ties.EARLIEST, 1),
                  board(
                      "e-season",
                      Aggregation.SUM,
                      Order.DESC,
                      PeriodKind.SEASONS,
                      Ties.EARLIEST,
                      2)))
          .toList();

  private ContractGames() {}

  /** The log's settings and the game with these of its boards. */
  public static Games games(List<BoardDefinition> boards) {
    GamesFold fold = new GamesFold();
    fold.apply(new LogSettings(PARTITIONS, WINDOW, 0));
    fold.apply(new GameDefined(definition(boards), 0, 0));
    return fold.snapshot();
  }

  /** The board of that id. */
  public static BoardDefinition board(String id) {
    return BOARDS.stream().filter(board -> board.id().equals(id)).findFirst().orElseThrow();
  }

  /** The game's definition with these of its boards. */
  public static GameDefinition definition(List<BoardDefinition> boards) {
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
        boards);
  }

  private static BoardDefinition board(
      String id, Aggregation aggregation, Order order, String metric, int shards) {
    return new BoardDefinition(
        id, aggregation, order, metric, PeriodKind.ALL_TIME, List.of(), Ties.SHARED, 2, shards);
  }

  private static BoardDefinition earliest(
      String id, Aggregation aggregation, Order order, int shards) {
    return board(id, aggregation, order, PeriodKind.ALL_TIME, Ties.EARLIEST, shards);
  }

  private static BoardDefinition board(
      String id, Aggregation aggregation, Order order, PeriodKind period, Ties ties, int shards) {
    List<Season> seasons = period == PeriodKind.SEASONS ? SEASONS : List.of();
    return new BoardDefinition(
        id, aggregation, order, BoardDefinition.SCORE, period, seasons, ties, 1_000, shards);
  }
}
