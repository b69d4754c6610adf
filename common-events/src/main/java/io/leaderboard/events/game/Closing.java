package io.leaderboard.events.game;

/** Who closes the periods of a game. */
public enum Closing implements Named {
  /** A scheduler, when a period has ended and the game's lateness has passed. */
  AUTOMATIC("automatic"),
  /** An operator, by HTTP. */
  MANUAL("manual");

  private final String text;

  Closing(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
