package io.leaderboard.events.game;

/** What a board's periods are. */
public enum PeriodKind implements Named {
  /** One period without end. */
  ALL_TIME("all-time"),
  /** Days in the game's time zone. */
  DAILY("daily"),
  /** ISO weeks, Monday to Sunday, in the game's time zone. */
  WEEKLY("weekly"),
  /** Months in the game's time zone. */
  MONTHLY("monthly"),
  /** Seasons with a name, a start and an end. */
  SEASONS("seasons");

  private final String text;

  PeriodKind(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
