package io.leaderboard.events.game;

/** How the events of a user make up a standing. */
public enum Aggregation implements Named {
  /** The best value. */
  BEST("best"),
  /** The sum of the values. */
  SUM("sum"),
  /** How many events there were. */
  COUNT("count"),
  /** The value of the event that occurred last, then of the one that stands last in the log. */
  LAST("last");

  private final String text;

  Aggregation(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
