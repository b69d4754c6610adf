package io.leaderboard.query.board;

import io.leaderboard.query.freshness.FreshRead;
import io.leaderboard.query.freshness.Freshness;
import io.leaderboard.query.profile.Profiles;

/** A page as it was read, to be shown in full or in part. */
public record PageRead(FreshRead<BoardPlace> read, BoardSlice slice, PeriodState state) {
  /** How fresh it was when it was read. */
  public Freshness freshness() {
    return read.freshness();
  }

  /** The page of its first entries, with the cursor of those that follow. */
  public Page first(int limit, Profiles profiles) {
    BoardSlice shown = slice.first(limit);
    return Page.of(read.place(), shown, state, profiles).withNext(shown);
  }
}
