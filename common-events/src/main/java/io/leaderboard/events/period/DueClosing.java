package io.leaderboard.events.period;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.Closing;
import io.leaderboard.events.game.GameDefinition;
import java.util.OptionalLong;

/** What a scheduler has to close. A plain function of a definition and a moment. */
public final class DueClosing {
  private DueClosing() {}

  /**
   * Until when the periods of a game are to be closed: the greatest end of a period of one of its
   * boards after which the game's lateness has passed.
   *
   * @param now milliseconds since 1970
   * @return milliseconds since 1970; empty when an operator closes, or when nothing has ended
   */
  public static OptionalLong through(GameDefinition game, long now) {
    if (game.closing() != Closing.AUTOMATIC) {
      return OptionalLong.empty();
    }
    long ended = now - game.lateness().toMillis();
    OptionalLong through = OptionalLong.empty();
    for (BoardDefinition board : game.boards()) {
      OptionalLong end = PeriodCalendar.of(board, game.timeZone()).lastEnd(ended);
      if (end.isPresent() && (through.isEmpty() || end.getAsLong() > through.getAsLong())) {
        through = end;
      }
    }
    return through;
  }

  /**
   * When {@link #through} may give more than it does now, milliseconds since 1970; {@link
   * Long#MAX_VALUE} for never.
   */
  public static long next(GameDefinition game, long now) {
    if (game.closing() != Closing.AUTOMATIC) {
      return Long.MAX_VALUE;
    }
    long lateness = game.lateness().toMillis();
    long next = Long.MAX_VALUE;
    for (BoardDefinition board : game.boards()) {
      OptionalLong end = PeriodCalendar.of(board, game.timeZone()).nextEnd(now - lateness);
      if (end.isPresent()) {
        next = Math.min(next, end.getAsLong() + lateness);
      }
    }
    return next;
  }
}
