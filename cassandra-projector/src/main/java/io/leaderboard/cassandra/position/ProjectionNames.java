package io.leaderboard.cassandra.position;

import io.leaderboard.events.cassandra.StandingsLayout;

/** The names under which {@code projection_positions} keeps how far each part is. */
public final class ProjectionNames {
  /** {@code board_standings}, under all rules that are complete. */
  public static final String BOARDS = StandingsLayout.BOARDS;

  /** {@code score_events} and the tables that say where to look in it. */
  public static final String EVENTS = "events";

  /** The archives; partitions are those of {@code final-standings}. */
  public static final String ARCHIVES = "archives";

  /** Marks of whoever fills rules; no positions. */
  public static final String FILLS = "fills";

  private ProjectionNames() {}
}
