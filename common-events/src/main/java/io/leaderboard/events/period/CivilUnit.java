package io.leaderboard.events.period;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Days, ISO weeks and months of the civil calendar. */
enum CivilUnit {
  DAY {
    @Override
    LocalDate first(LocalDate date) {
      return date;
    }

    @Override
    LocalDate next(LocalDate first) {
      return first.plusDays(1);
    }

    @Override
    String id(LocalDate first) {
      return DateTimeFormatter.ISO_LOCAL_DATE.format(first);
    }

    @Override
    LocalDate parse(String id) {
      return LocalDate.parse(id);
    }
  },
  WEEK {
    @Override
    LocalDate first(LocalDate date) {
      return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Override
    LocalDate next(LocalDate first) {
      return first.plusWeeks(1);
    }

    @Override
    String id(LocalDate first) {
      return ISO_WEEK.format(first);
    }

    @Override
    LocalDate parse(String id) {
      return LocalDate.parse(id, ISO_WEEK);
    }
  },
  MONTH {
    @Override
    LocalDate first(LocalDate date) {
      return date.withDayOfMonth(1);
    }

    @Override
    LocalDate next(LocalDate first) {
      return first.plusMonths(1);
    }

    @Override
    String id(LocalDate first) {
      return ISO_MONTH.format(first);
    }

    @Override
    LocalDate parse(String id) {
      return YearMonth.parse(id, ISO_MONTH).atDay(1);
    }
  };

  /** Such as 2026-11; the year is written like that of a day, so that both are read alike. */
  private static final DateTimeFormatter ISO_MONTH =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
          .appendLiteral('-')
          .appendValue(ChronoField.MONTH_OF_YEAR, 2)
          .toFormatter(Locale.ROOT);

  /** Such as 2026-W47; the year is that of the week, so that 2027-01-01 lies in 2026-W53. */
  private static final DateTimeFormatter ISO_WEEK =
      new DateTimeFormatterBuilder()
          .appendValue(IsoFields.WEEK_BASED_YEAR, 4)
          .appendLiteral("-W")
          .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
          .parseDefaulting(ChronoField.DAY_OF_WEEK, 1)
          .toFormatter(Locale.ROOT);

  /** The first day of the unit that a date belongs to. */
  abstract LocalDate first(LocalDate date);

  /** The first day of the unit after the one that begins with {@code first}. */
  abstract LocalDate next(LocalDate first);

  /** The id of the unit that begins with {@code first}. */
  abstract String id(LocalDate first);

  /**
   * The first day of the unit of that id.
   *
   * @throws java.time.format.DateTimeParseException when there is none
   */
  abstract LocalDate parse(String id);
}
