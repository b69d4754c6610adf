package io.leaderboard.events.cassandra;

/**
 * What others than the cassandra-projector read of the standings that it keeps: the names of the
 * tables and of the positions. Their columns stand in its {@code V1.cql} and {@code V2.cql}; a
 * contract that the tests of writer and readers share sees that both mean the same.
 *
 * <p>A row of {@link #STANDINGS} with {@code log_offset} o is the fold of its user's events up to
 * o. Everything up to {@code confirmed_offset} of {@link #projection} is in the table for good;
 * everything up to {@code applied_offset} was acknowledged.
 */
public final class StandingsLayout {
  /** Where every user stands. */
  public static final String STANDINGS = "standings";

  /** How far a projection is, by partition. */
  public static final String POSITIONS = "projection_positions";

  /** What is closed from which offset on. */
  public static final String CLOSINGS = "projection_closings";

  /** The ids of the topics that the tables are filled from. */
  public static final String TOPICS = "projected_topics";

  private StandingsLayout() {}

  /**
   * The name under which {@link #POSITIONS} and {@link #CLOSINGS} keep the standings under the
   * rules of an epoch, see {@code Games.epoch}.
   */
  public static String projection(int epoch) {
    // Not standings-e: tables of version 1 have those, which stand for boards of all time alone.
    return "boards-e" + epoch;
  }
}
