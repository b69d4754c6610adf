package io.leaderboard.cassandra.archive;

import io.leaderboard.events.finals.FinalManifest;

/**
 * A manifest whose period is not archived yet: its pages may lie in other partitions of the topic
 * that are not read so far yet, maybe by another instance. Belongs to one thread.
 */
final class PendingManifest {
  private static final long FIRST_PAUSE_NANOS = 100_000_000;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;

  private final FinalManifest manifest;
  private final long offset;
  private long pause = FIRST_PAUSE_NANOS;
  private long dueAt;

  PendingManifest(FinalManifest manifest, long offset, long nowNanos) {
    this.manifest = manifest;
    this.offset = offset;
    this.dueAt = nowNanos;
  }

  FinalManifest manifest() {
    return manifest;
  }

  long offset() {
    return offset;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - dueAt >= 0;
  }

  /** Looked at again, later each time: reading the pages of a large period is work. */
  void notComplete(long nowNanos) {
    dueAt = nowNanos + pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
  }
}
