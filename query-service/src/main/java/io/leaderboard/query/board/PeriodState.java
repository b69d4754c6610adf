package io.leaderboard.query.board;

import io.leaderboard.events.period.Period;

/** What may still happen to a period. */
public enum PeriodState {
  /** Scores count. */
  OPEN("open"),
  /** Its standings are final. */
  CLOSED("closed"),
  /** Its standings are final and no longer in Redis. */
  ARCHIVED("archived");

  private final String text;

  PeriodState(String text) {
    this.text = text;
  }

  /**
   * The state of a period that is in Redis.
   *
   * @param closedThrough see {@link ClosedThrough#through}
   */
  public static PeriodState of(Period period, long closedThrough) {
    return period.end() != Long.MAX_VALUE && period.end() <= closedThrough ? CLOSED : OPEN;
  }

  /** Its name in JSON. */
  public String text() {
    return text;
  }
}
