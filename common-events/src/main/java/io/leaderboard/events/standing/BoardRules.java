package io.leaderboard.events.standing;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.entry.EventEntry;
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
  private final long closedFromStart;

  /**
   * The rules of {@code board}, which is one of {@code game}'s; nothing is closed from the start.
   */
  public BoardRules(GameDefinition game, BoardDefinition board) {
    this(game, board, Long.MIN_VALUE);
  }

  /**
   * The rules of {@code board}, which is one of {@code game}'s.
   *
   * @param closedFromStart periods that ended at or before it are closed whatever the log says,
   *     milliseconds since 1970
   */
  public BoardRules(GameDefinition game, BoardDefinition board, long closedFromStart) {
    this.closedFromStart = closedFromStart;
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

  /** Periods that ended at or before it are closed whatever the log says. */
  public long closedFromStart() {
    return closedFromStart;
  }

  /**
   * What an event does to the board, as far as that follows from the event, from what stands before
   * it in its partition and from these rules: the one place that decides it. Whether it {@linkplain
   * #fits fits} into a sum depends on the standing besides.
   */
  public Effect effect(EventEntry entry) {
    ScoreEvent event = entry.event();
    if (entry.duplicate()) {
      return Effect.Ignored.DUPLICATE;
    }
    Period period = calendar.at(event.occurredAt());
    if (period == null) {
      return Effect.Ignored.NO_SEASON;
    }
    if (isClosed(period, entry)) {
      return Effect.Ignored.LATE;
    }
    long raw;
    if (board.metric().equals(BoardDefinition.SCORE)) {
      raw = event.score();
    } else {
      Long metric = event.metrics().get(board.metric());
      if (metric == null) {
        return Effect.Ignored.NO_METRIC;
      }
      raw = metric;
    }
    if (board.aggregation() == Aggregation.COUNT) {
      return new Effect.Counts(period, 1);
    }
    OptionalLong value = ScaledLong.rescale(raw, event.scale(), decimals);
    return value.isPresent()
        ? new Effect.Counts(period, value.getAsLong())
        : Effect.Ignored.NOT_REPRESENTABLE;
  }

  /** Whether the period that an event belongs to was closed before it. */
  boolean isLate(EventEntry entry) {
    Period period = calendar.at(entry.event().occurredAt());
    return period != null && isClosed(period, entry);
  }

  private boolean isClosed(Period period, EventEntry entry) {
    return period.end() <= Math.max(entry.closedThrough(), closedFromStart);
  }

  /**
   * The standing after one more event. The events of a user are folded in the log's order.
   *
   * @param current null before the first
   * @param value what the event brings, from {@link #effect}
   * @param occurredAt milliseconds since 1970
   * @return {@code current} itself when nothing changes, also when the event does not count because
   *     it {@linkplain #fits does not fit}
   */
  public @Nullable Standing fold(@Nullable Standing current, long value, long occurredAt) {
    return switch (board.aggregation()) {
      case BEST -> best(current, value, occurredAt);
      case SUM, COUNT -> sum(current, value, occurredAt);
      case LAST -> last(current, value, occurredAt);
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

  private Standing best(@Nullable Standing current, long value, long occurredAt) {
    if (current == null) {
      return new Standing(value, occurredAt);
    }
    int comparison = Long.compare(sortKey(value), sortKey(current.value()));
    if (comparison > 0 || (comparison == 0 && occurredAt >= current.reachedAt())) {
      return current;
    }
    return new Standing(value, occurredAt);
  }

  /**
   * A sum is reached when it last changed; 0 changes nothing, and counts while nothing else does.
   */
  private @Nullable Standing sum(@Nullable Standing current, long value, long occurredAt) {
    if (!fits(current, value)) {
      return current;
    }
    if (current == null) {
      return new Standing(value, occurredAt, value == 0 ? Standing.NEVER : occurredAt);
    }
    if (value != 0) {
      long latest = Math.max(current.decidedAt(), occurredAt);
      return new Standing(current.value() + value, latest);
    }
    return current.decidedAt() != Standing.NEVER || occurredAt <= current.reachedAt()
        ? current
        : new Standing(current.value(), occurredAt, Standing.NEVER);
  }

  /** The same value again was reached before. */
  private static Standing last(@Nullable Standing current, long value, long occurredAt) {
    if (current == null || (value != current.value() && occurredAt >= current.decidedAt())) {
      return new Standing(value, occurredAt);
    }
    return occurredAt <= current.decidedAt()
        ? current
        : new Standing(value, current.reachedAt(), occurredAt);
  }
}
