package io.leaderboard.events.finals;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.game.Ties;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import io.leaderboard.events.period.Period;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a board was when a period of it was closed: every field that the period's numbers and ranks
 * depend on. Two boards with equal ones make the same of the same log, in a period that began and
 * ended at the same time. Where entries lie (shards) and for how long (retention) is no part.
 *
 * @param decimals the game's, 0 to 6
 * @param timeZone the game's
 * @param closing the game's: it decides whether what was over from the start is closed
 * @param metric {@value BoardDefinition#SCORE}, or the name of a metric of the events
 */
public record FinalRules(
    int decimals,
    ZoneId timeZone,
    Closing closing,
    Aggregation aggregation,
    Order order,
    String metric,
    PeriodKind period,
    Ties ties) {
  /**
   * @throws InvalidFieldException naming the field, when something is not allowed
   */
  public FinalRules {
    Identifiers.requireMetricName("metric", metric);
  }

  /** Those of a board of a game. */
  public static FinalRules of(GameDefinition game, BoardDefinition board) {
    return new FinalRules(
        game.decimals(),
        game.timeZone(),
        game.closing(),
        board.aggregation(),
        board.order(),
        board.metric(),
        board.period(),
        board.ties());
  }

  /**
   * The game as it was, as far as the closed period goes: with this board alone, and of its seasons
   * with the closed one.
   */
  public GameDefinition game(FinalPeriod name, Period closed) {
    List<Season> seasons =
        period == PeriodKind.SEASONS
            ? List.of(new Season(closed.id(), closed.start(), closed.end()))
            : List.of();
    BoardDefinition board =
        new BoardDefinition(
            name.boardId(),
            aggregation,
            order,
            metric,
            period,
            seasons,
            ties,
            BoardDefinition.DEFAULT_RETENTION,
            1);
    return new GameDefinition(
        name.gameId(),
        "",
        "",
        true,
        decimals,
        timeZone,
        closing,
        Duration.ZERO,
        null,
        null,
        List.of(board));
  }

  /** As names and texts, for stores that keep such; {@link #ofTexts} makes the same of them. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put("decimals", Integer.toString(decimals));
    texts.put("timeZone", timeZone.getId());
    texts.put("closing", closing.name());
    texts.put("aggregation", aggregation.name());
    texts.put("order", order.name());
    texts.put("metric", metric);
    texts.put("period", period.name());
    texts.put("ties", ties.name());
    return texts;
  }

  /**
   * What {@link #texts} says.
   *
   * @throws IllegalArgumentException when it is anything else, or of a later version
   * @throws java.time.DateTimeException when the time zone is not known here
   */
  public static FinalRules ofTexts(Map<String, String> texts) {
    return new FinalRules(
        Integer.parseInt(text(texts, "decimals")),
        ZoneId.of(text(texts, "timeZone")),
        Closing.valueOf(text(texts, "closing")),
        Aggregation.valueOf(text(texts, "aggregation")),
        Order.valueOf(text(texts, "order")),
        text(texts, "metric"),
        PeriodKind.valueOf(text(texts, "period")),
        Ties.valueOf(text(texts, "ties")));
  }

  private static String text(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new InvalidFieldException(name, "must be there");
    }
    return text;
  }
}
