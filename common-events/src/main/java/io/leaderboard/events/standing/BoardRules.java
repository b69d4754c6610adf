package io.leaderboard.events.standing;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.Order;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.period.PeriodCalendar;
import io.leaderboard.events.score.ScoreEvent;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a game mean on one of its boards: which value an event brings, to which
 * period, and what standing they make up. Plain functions; thread-safe.
 */
public final class BoardRules {
  private final BoardDefinition board;
  private final int decimals;
  private final PeriodCalendar calendar;

  /** The rules of {@code board}, which is one of {@code game}'s. */
  public BoardRules(GameDefinition game, BoardDefinition board) {
    this.board = board;
    this.decimals = game.decimals();
    this.calendar = PeriodCalendar.of(board, game.timeZone());
  }

  /** The board they are the rules of. */
  public BoardDefinition board() {
    return board;
  }

  /** The board's periods. */
  public PeriodCalendar calendar() {
    return calendar;
  }

  /** Digits after the point of the board's values: the game's decimals, or 0 for a count. */
  public int scale() {
    return board.aggregation() == Aggregation.COUNT ? 0 : decimals;
  }

  /** The period an event belongs to, null when it does not count in any. */
  public @Nullable Period period(ScoreEvent event) {
    return calendar.at(event.occurredAt());
  }

  /**
   * What an event brings, scaled by {@link #scale()}; 1 on a {@code count} board. Empty when it
   * does not count: it lacks the board's metric, or its number does not exist at the game's
   * decimals.
   */
  public OptionalLong value(ScoreEvent event) {
    long raw;
    if (board.metric().equals(BoardDefinition.SCORE)) {
      raw = event.score();
    } else {
      Long metric = event.metrics().get(board.metric());
      if (metric == null) {
        return OptionalLong.empty();
      }
      raw = metric;
    }
    return board.aggregation() == Aggregation.COUNT
        ? OptionalLong.of(1)
        : ScaledLong.rescale(raw, event.scale(), decimals);
  }

  /**
   * The standing after one more event. The events of a user are folded in the log's order.
   *
   * @param current null before the first
   * @param value what the event brings, from {@link #value}
   * @param occurredAt milliseconds since 1970
   * @return {@code current} itself when nothing changes, also when the event does not count because
   *     it {@linkplain #fits does not fit}
   */
  public @Nullable Standing fold(@Nullable Standing current, long value, long occurredAt) {
    if (current == null) {
      return new Standing(value, occurredAt);
    }
    return switch (board.aggregation()) {
      case BEST -> best(current, value, occurredAt);
      case SUM, COUNT ->
          fits(current, value)
              ? new Standing(current.value() + value, Math.max(current.reachedAt(), occurredAt))
              : current;
      case LAST -> occurredAt < current.reachedAt() ? current : new Standing(value, occurredAt);
    };
  }

  /** Whether an event counts: a sum must not leave the range of 15 digits. */
  public boolean fits(@Nullable Standing current, long value) {
    boolean adds =
        board.aggregation() == Aggregation.SUM || board.aggregation() == Aggregation.COUNT;
    return !adds || current == null || ScaledLong.inRange(current.value() + value);
  }

  /** The number to sort by: smaller is better whatever the order. Its own inverse. */
  public long sortKey(long value) {
    return board.order() == Order.DESC ? -value : value;
  }

  private Standing best(Standing current, long value, long occurredAt) {
    int comparison = Long.compare(sortKey(value), sortKey(current.value()));
    if (comparison > 0 || (comparison == 0 && occurredAt >= current.reachedAt())) {
      return current;
    }
    return new Standing(value, occurredAt);
  }
}
