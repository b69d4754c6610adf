package io.leaderboard.cli.load;

/** Which user plays next. Safe for use by several threads. */
@FunctionalInterface
interface UserDraw {
  /**
   * A user's number.
   *
   * @param random 64 random bits
   * @return 0 and up, below the number of users
   */
  int user(long random);

  /** Everybody plays as often as anybody else. */
  static UserDraw uniform(int users) {
    return random -> (int) (((random >>> 32) * users) >>> 32);
  }
}
