package io.leaderboard.events.redis;

/**
 * As what the boards of a game stand in a generation: under which of the game's rules, and by which
 * fill they were brought there. Part of the name of every key of theirs, so that another edition is
 * filled beside the one that is read, and readers go over from one to the other at once.
 *
 * @param rules the rules version
 * @param fill the id of the fill, letters and digits; empty for what the generation itself was
 *     filled with
 */
public record Edition(int rules, String fill) {
  /** Of a game whose rules never changed, in the generation that it was filled with. */
  public static final Edition FIRST = new Edition(1, "");

  private static final char FILL = '.';

  /** Filled with the generation. */
  public static Edition of(int rules) {
    return new Edition(rules, "");
  }

  /**
   * What {@link #toString} gave.
   *
   * @throws NumberFormatException when it is none
   */
  public static Edition parse(String text) {
    int dot = text.indexOf(FILL);
    return dot < 0
        ? of(Integer.parseInt(text))
        : new Edition(Integer.parseInt(text, 0, dot, 10), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return fill.isEmpty() ? Integer.toString(rules) : rules + "" + FILL + fill;
  }
}
