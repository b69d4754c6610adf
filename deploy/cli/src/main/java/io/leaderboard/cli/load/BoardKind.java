package io.leaderboard.cli.load;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;

/**
 * The boards of a game that is played. Which period a day belongs to is worked out here again, by
 * nothing that the services use: the check must not share their mistakes.
 */
enum BoardKind {
  ALL_TIME("all-time"),
  MONTHLY("monthly"),
  WEEKLY("weekly"),
  DAILY("daily");

  private final String id;

  BoardKind(String id) {
    this.id = id;
  }

  /** Of the board, and the kind of its periods. */
  String id() {
    return id;
  }

  /** The id of the period of a day in UTC. */
  String period(LocalDate day) {
    return switch (this) {
      case ALL_TIME -> "all-time";
      case MONTHLY -> YearMonth.from(day).toString();
      case WEEKLY ->
          "%d-W%02d"
              .formatted(
                  day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case DAILY -> day.toString();
    };
  }
}
