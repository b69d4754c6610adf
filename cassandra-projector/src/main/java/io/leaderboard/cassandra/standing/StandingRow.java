package io.leaderboard.cassandra.standing;

import io.leaderboard.events.standing.Standing;
import org.jspecify.annotations.Nullable;

/**
 * A standing and how much of the log it is the fold of.
 *
 * @param standing null when there is none
 * @param offset the last offset that was folded into it, -1 for none
 */
record StandingRow(@Nullable Standing standing, long offset) {
  static final StandingRow NONE = new StandingRow(null, -1);
}
