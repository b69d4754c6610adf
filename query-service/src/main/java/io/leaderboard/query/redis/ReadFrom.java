package io.leaderboard.query.redis;

/** Which servers answer reads that need not see the reader's own writes. */
public enum ReadFrom {
  /** The masters. */
  MASTER,
  /** A replica of each master; while none can, such a read is a 503. */
  REPLICA,
  /** A replica of each master, and the master while none can. */
  REPLICA_PREFERRED
}
