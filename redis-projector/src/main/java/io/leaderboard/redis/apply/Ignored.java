package io.leaderboard.redis.apply;

/** Why an event does not count on a board. */
enum Ignored {
  /** It lacks the board's metric. */
  NO_METRIC("no-metric"),
  /** Its number does not exist at the game's decimals. */
  NOT_REPRESENTABLE("not-representable"),
  /** It occurred in none of the board's seasons. */
  NO_SEASON("no-season"),
  /** It stands behind the closing of its period. */
  LATE("late"),
  /** It would take a sum out of the range of 15 digits. */
  OUT_OF_RANGE("out-of-range"),
  /** Its game is not defined. */
  UNKNOWN_GAME("unknown-game");

  private final String tag;

  Ignored(String tag) {
    this.tag = tag;
  }

  /** Its name in the metric. */
  String tag() {
    return tag;
  }
}
