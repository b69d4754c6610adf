package io.leaderboard.query.board;

import io.leaderboard.events.period.Period;
import java.util.Arrays;

/** What may still happen to a period. */
public enum PeriodState {
  /** It has not begun. */
  UPCOMING("upcoming"),
  /** It is on. */
  OPEN("open"),
  /** It is over, and late events may still come. */
  ENDED("ended"),
  /** The log has closed it: its standings are final, and are being written. */
  CLOSED("closed"),
  /** Its final standings are written and can be read, be it that Redis has them as well. */
  ARCHIVED("archived");

  private final String text;

  PeriodState(String text) {
    this.text = text;
  }

  /**
   * The state of a period as far as the log and the clock tell, which know of no archive.
   *
   * @param closedThrough see {@link ClosedThrough#through}
   * @param now milliseconds since 1970
   */
  static PeriodState of(Period period, long closedThrough, long now) {
    if (period.end() == Long.MAX_VALUE) {
      return OPEN;
    }
    if (period.end() <= closedThrough) {
      return CLOSED;
    }
    if (now < period.start()) {
      return UPCOMING;
    }
    return now < period.end() ? OPEN : ENDED;
  }

  /** Whether nothing about the period's standings changes any more. */
  public boolean isFinal() {
    return this == CLOSED || this == ARCHIVED;
  }

  /** Their names in JSON. */
  static String[] texts() {
    return Arrays.stream(values()).map(PeriodState::text).toArray(String[]::new);
  }

  /** Its name in JSON. */
  public String text() {
    return text;
  }
}
