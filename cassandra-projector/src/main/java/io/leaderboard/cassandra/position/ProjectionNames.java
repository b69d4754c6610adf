package io.leaderboard.cassandra.position;

import io.leaderboard.events.cassandra.StandingsLayout;

/** The names under which {@code projection_positions} keeps how far each part is. */
public final class ProjectionNames {
  /** {@code score_events} and {@code score_months}: what an event is depends on no rules. */
  public static final String HISTORY = "history";

  /** The archives; partitions are those of {@code final-standings}. */
  public static final String ARCHIVES = "archives";

  private ProjectionNames() {}

  /**
   * {@code standings} under the rules of one epoch. When a definition changes what the log means,
   * the next epoch has no positions, and so the log is read again from its start under the new
   * rules, beside the old ones.
   *
   * <p>Not {@code standings-e}, which tables of version 1 have: then only boards of all time were
   * kept, and so what those positions stand for is not all.
   */
  public static String standings(int epoch) {
    return StandingsLayout.projection(epoch);
  }
}
