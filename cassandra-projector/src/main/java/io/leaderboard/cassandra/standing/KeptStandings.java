package io.leaderboard.cassandra.standing;

/**
 * Which events are certainly folded into the standings of an epoch already, so that they need not
 * be looked up.
 *
 * @param through of every game, the events up to this offset, inclusive
 * @param earlierEpoch an epoch before
 * @param throughUnchanged of games with the same rules as in the earlier epoch, the events up to
 *     this offset, inclusive: rows are kept by rules version, so those of the earlier epoch are
 *     these
 */
public record KeptStandings(long through, int earlierEpoch, long throughUnchanged) {
  /** Nothing is certain. */
  public static final KeptStandings NONE = new KeptStandings(-1, 0, -1);
}
