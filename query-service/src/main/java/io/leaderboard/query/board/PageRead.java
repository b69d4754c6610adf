package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.profile.Profiles;
import java.util.Optional;

/** A page as it was read, to be shown in full or in part. */
public record PageRead(FreshRead<BoardPlace> read, BoardSlice slice, PeriodState state) {
  /** How fresh it was when it was read. */
  public Freshness freshness() {
    return read.freshness();
  }

  /** The same in another state. */
  PageRead in(PeriodState other) {
    return other == state ? this : new PageRead(read, slice, other);
  }

  /** Itself, unless the cursor it was asked with is of a board with another order. */
  PageRead requireCursor(Optional<Cursor> behind) {
    behind.ifPresent(cursor -> cursor.requireOf(read.place().ties()));
    return this;
  }

  /** The page of its first entries, with the cursor of those that follow. */
  public Page first(int limit, Profiles profiles) {
    BoardSlice shown = slice.first(limit);
    return Page.of(read.place(), shown, state, profiles).withNext(shown);
  }
}
