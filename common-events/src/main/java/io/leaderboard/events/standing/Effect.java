package io.leaderboard.events.standing;

import io.leaderboard.events.period.Period;

/** What an event does to one board of its game, see {@link BoardRules#effect}. */
public sealed interface Effect {
  /**
   * It counts.
   *
   * @param period in which
   * @param value what it brings, scaled by {@link BoardRules#scale()}
   */
  record Counts(Period period, long value) implements Effect {}

  /** It does not count, and why. */
  enum Ignored implements Effect {
    /** Its game is not defined. */
    UNKNOWN_GAME("unknown-game"),
    /** The same event stands within the duplicate window before it. */
    DUPLICATE("duplicate"),
    /** It occurred in none of the board's seasons. */
    NO_SEASON("no-season"),
    /** It stands behind the closing of its period. */
    LATE("late"),
    /** It lacks the board's metric. */
    NO_METRIC("no-metric"),
    /** Its number does not exist at the game's decimals. */
    NOT_REPRESENTABLE("not-representable"),
    /** It would take a sum out of the range of 15 digits, see {@link BoardRules#fits}. */
    OUT_OF_RANGE("out-of-range");

    private final String tag;

    Ignored(String tag) {
      this.tag = tag;
    }

    /** Its name in metrics. */
    public String tag() {
      return tag;
    }
  }
}
