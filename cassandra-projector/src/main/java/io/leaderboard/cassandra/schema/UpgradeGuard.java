package io.leaderboard.cassandra.schema;

/** Says whether tables of an earlier version may be brought to this one. */
@FunctionalInterface
public interface UpgradeGuard {
  /**
   * Returns when they may.
   *
   * @param version theirs, 1 or later
   * @throws SchemaRefusedException when they may not
   * @throws IllegalStateException when it cannot be told now; asked again
   */
  void require(int version);
}
