package io.leaderboard.events.guarantee;

import java.util.List;

/**
 * Something that holds of every run. Without state of its own: what a run was is in its {@link
 * History}.
 */
public interface Guarantee {
  /** What of the history is not legal, each in words that show where; empty when it is kept. */
  List<String> violations(History history);

  /**
   * Whether the history had anything in it that could have broken it. A test whose history had not
   * shows nothing, and has to give the guarantee up by name.
   */
  boolean isShownBy(History history);

  /** By which it is given up, and which begins what is said when it is broken. */
  default String name() {
    return getClass().getSimpleName();
  }
}
