package io.leaderboard.events.game;

/** How users with equal scores are ranked. */
public enum Ties implements Named {
  /** Competition ranking, 1, 2, 2, 4; equal scores are listed by user id. */
  SHARED("shared"),
  /** Who reached the score first is ahead, then the user id: a total order. */
  EARLIEST("earliest");

  private final String text;

  Ties(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
