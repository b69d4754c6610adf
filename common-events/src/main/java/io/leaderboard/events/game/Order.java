package io.leaderboard.events.game;

/** Which score is better. */
public enum Order implements Named {
  /** Higher is better. */
  DESC("desc"),
  /** Lower is better. */
  ASC("asc");

  private final String text;

  Order(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
