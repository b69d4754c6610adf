package io.leaderboard.cassandra.rules;

/**
 * How far a game's rules of one version are in one partition, as {@code game_rules} has it.
 *
 * @param confirmed their standings certainly hold everything up to it, -1 for nothing
 * @param complete they have joined, and hold what the position of the boards says
 * @param switched they were complete in all partitions for so long that no older ones are folded
 * @param decidedAt the timestamp with which it was last said whether they are complete, in
 *     microseconds, -1 when it never was
 */
public record StoredRules(long confirmed, boolean complete, boolean switched, long decidedAt) {
  /** Nothing is filled. */
  public static final StoredRules NONE = new StoredRules(-1, false, false, -1);
}
