package io.leaderboard.events.period;

import io.leaderboard.events.game.BoardDefinition;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The periods of a board. Which one an event belongs to follows from its {@code occurredAt} alone,
 * never from a server's clock. Thread-safe.
 */
public interface PeriodCalendar {
  /** The calendar of a board whose game lives in {@code zone}. */
  static PeriodCalendar of(BoardDefinition board, ZoneId zone) {
    return switch (board.period()) {
      case ALL_TIME -> new AllTime();
      case DAILY -> new CivilCalendar(CivilUnit.DAY, zone);
      case WEEKLY -> new CivilCalendar(CivilUnit.WEEK, zone);
      case MONTHLY -> new CivilCalendar(CivilUnit.MONTH, zone);
      case SEASONS -> new SeasonCalendar(board.seasons());
    };
  }

  /** The period that an instant belongs to, null when it lies in none of the seasons. */
  @Nullable Period at(long epochMillis);

  /**
   * The period that is shown to who names none: that of the instant, else the last that has begun,
   * and before the first one that.
   */
  Period newest(long epochMillis);

  /** The period of that id, empty when there can be none. */
  Optional<Period> find(String id);

  /**
   * When the last period ended that had ended at an instant: the greatest end that is not after it,
   * in milliseconds since 1970; empty when none had ended.
   */
  OptionalLong lastEnd(long epochMillis);

  /** The smallest end of a period that is after an instant; empty when there is none. */
  OptionalLong nextEnd(long epochMillis);

  /** The calendar of a board without periods. */
  final class AllTime implements PeriodCalendar {
    @Override
    public Period at(long epochMillis) {
      return Period.ALL_TIME;
    }

    @Override
    public Period newest(long epochMillis) {
      return Period.ALL_TIME;
    }

    @Override
    public OptionalLong lastEnd(long epochMillis) {
      return OptionalLong.empty();
    }

    @Override
    public OptionalLong nextEnd(long epochMillis) {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Period> find(String id) {
      return id.equals(Period.ALL_TIME.id()) ? Optional.of(Period.ALL_TIME) : Optional.empty();
    }
  }
}
