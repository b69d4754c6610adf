package io.leaderboard.events.period;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Season;
import io.leaderboard.events.limit.DidYouMean;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why there is no period of an id that {@link PeriodCalendar#find} does not find. */
public final class UnknownPeriod {
  private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern WEEK = Pattern.compile("([0-9]{4})-W[0-9]{2}");
  private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");

  /** In June, whatever the first and last days of the year belong to. */
  private static final int A_MONTH_WITHIN = 6;

  private UnknownPeriod() {}

  /** What is allowed, in words that follow the name of the field. */
  public static String allowed(BoardDefinition board, String asked) {
    return switch (board.period()) {
      case ALL_TIME -> "must be all-time: the board has no other";
      case DAILY -> "must be a day, such as 2026-11-21" + ofDay(asked);
      case WEEKLY -> "must be an ISO week, such as 2026-W47" + ofWeek(asked);
      case MONTHLY -> "must be a month, such as 2026-11" + ofMonth(asked);
      case SEASONS ->
          "must be the name of one of the board's seasons"
              + DidYouMean.nearest(asked, board.seasons().stream().map(Season::name).toList())
                  .map(near -> ": " + DidYouMean.question(near))
                  .orElse("");
    };
  }

  private static String ofDay(String id) {
    Matcher day = DAY.matcher(id);
    if (!day.matches()) {
      return "";
    }
    int month = Integer.parseInt(day.group(2));
    if (month < 1 || month > 12) {
      return ": months are 01 to 12";
    }
    int days = YearMonth.of(Integer.parseInt(day.group(1)), month).lengthOfMonth();
    int asked = Integer.parseInt(day.group(3));
    return asked >= 1 && asked <= days
        ? ": the game's time zone skipped this one"
        : ": %s-%s has %d days".formatted(day.group(1), day.group(2), days);
  }

  private static String ofWeek(String asked) {
    Matcher week = WEEK.matcher(asked);
    if (!week.matches()) {
      return "";
    }
    LocalDate within = LocalDate.of(Integer.parseInt(week.group(1)), A_MONTH_WITHIN, 1);
    return ": %s has %d ISO weeks"
        .formatted(
            week.group(1), IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(within).getMaximum());
  }

  private static String ofMonth(String asked) {
    return MONTH.matcher(asked).matches() ? ": months are 01 to 12" : "";
  }
}
