package io.leaderboard.events.cassandra;

/**
 * What others than the cassandra-projector read of the standings that it keeps: the names of the
 * tables and of the positions. Their columns stand in its {@code V1.cql} to {@code V3.cql}; a
 * contract that the tests of writer and readers share sees that both mean the same.
 *
 * <p>A row of {@link #BOARD_STANDINGS} with {@code log_offset} o is the fold of its user's events
 * up to o. Of a game, a reader takes the newest rules version that is <em>complete</em>: {@link
 * #FIRST_RULES} always is, another one when {@link #GAME_RULES} says so in every partition of the
 * log. Of complete rules everything up to {@code confirmed_offset} of {@link #BOARDS} is in the
 * table for good; everything up to {@code applied_offset} was acknowledged.
 *
 * <p>Positions are read <em>before</em> {@link #GAME_RULES}: rules are folded for as long as none
 * newer are complete, so that those found complete hold everything up to positions read before. A
 * reader that takes longer than the projector's grace over the rows looks at {@link #GAME_RULES}
 * again in the end: rows of rules that newer ones replaced are deleted after it.
 */
public final class StandingsLayout {
  /** Where every user stands. */
  public static final String BOARD_STANDINGS = "board_standings";

  /** How far a projection is, by partition. */
  public static final String POSITIONS = "projection_positions";

  /** What is closed from which offset on. */
  public static final String CLOSINGS = "projection_closings";

  /** How far the rules of a game are filled, by partition of the log. */
  public static final String GAME_RULES = "game_rules";

  /** The ids of the topics that the tables are filled from. */
  public static final String TOPICS = "projected_topics";

  /**
   * The name under which {@link #POSITIONS} and {@link #CLOSINGS} keep {@link #BOARD_STANDINGS}.
   */
  public static final String BOARDS = "boards";

  /**
   * A game's first rules version. It is followed from the game's first event on, needs no row in
   * {@link #GAME_RULES} and is complete at every moment.
   */
  public static final int FIRST_RULES = 1;

  private StandingsLayout() {}
}
