package io.leaderboard.cassandra.fill;

import io.leaderboard.events.standing.GameRules;

/** A game of which one reading of a partition brings new rules up. Belongs to its thread. */
final class FillingGame {
  private final String gameId;
  private final GameRules rules;
  private long next;

  /**
   * @param next the first offset that its standings do not certainly hold
   */
  FillingGame(String gameId, GameRules rules, long next) {
    this.gameId = gameId;
    this.rules = rules;
    this.next = next;
  }

  String gameId() {
    return gameId;
  }

  GameRules rules() {
    return rules;
  }

  int version() {
    return rules.version();
  }

  long next() {
    return next;
  }

  /** Its standings hold everything before {@code offset}. */
  void filledBefore(long offset) {
    next = Math.max(next, offset);
  }
}
