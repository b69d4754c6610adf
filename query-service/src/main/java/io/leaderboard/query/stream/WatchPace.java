package io.leaderboard.query.stream;

import io.leaderboard.events.period.Period;
import io.leaderboard.query.board.BoardRequest;
import io.leaderboard.query.board.PageRead;
import io.leaderboard.query.board.PeriodState;
import java.time.Duration;

/** How soon a board that is watched is worth another reading: by the state of what it showed. */
final class WatchPace {
  /** After a period has ended, few events come; before it begins, none. Also after a failure. */
  static final Duration SLOW = Duration.ofSeconds(2);

  private WatchPace() {}

  /** Whether nothing that is shown changes any more: the period was asked for, and is final. */
  static boolean isOver(BoardRequest watched, PageRead shown) {
    return watched.period().isPresent() && shown.state().isFinal();
  }

  /**
   * How long to wait after a page that may change.
   *
   * @param now milliseconds since 1970
   */
  static Duration after(BoardRequest watched, PageRead shown, long now) {
    if (shown.state() == PeriodState.OPEN) {
      return Duration.ZERO;
    }
    Period period = shown.read().place().period();
    Period next =
        watched.period().isPresent()
            ? period
            : shown.read().place().rules().calendar().newest(now + SLOW.toMillis());
    long begins = next.start() - now;
    return begins > 0 && begins < SLOW.toMillis() ? Duration.ofMillis(begins) : SLOW;
  }
}
