package io.leaderboard.cassandra.archive;

import io.leaderboard.cassandra.position.Confirmations;
import io.leaderboard.events.finals.FinalManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is remembered of one partition of {@code final-standings} from one resume to the next.
 * Belongs to one thread.
 */
final class ArchivePartition {
  private final Confirmations confirmations;
  // By offset.
  private final TreeMap<Long, PendingManifest> pending = new TreeMap<>();
  private long next;
  private long stored;
  private long confirmed;

  /**
   * @param next the first offset that is not applied
   */
  ArchivePartition(long next, Duration syncMargin) {
    this.next = next;
    this.stored = next - 1;
    this.confirmed = next - 1;
    this.confirmations = new Confirmations(syncMargin);
  }

  /** The first offset that is not read. */
  long next() {
    return next;
  }

  /** Everything before {@code offset} was acknowledged, but for the manifests that are pending. */
  void readUpTo(long offset) {
    next = offset;
  }

  /** The manifest of a period takes the place of an earlier one. */
  void add(PendingManifest manifest) {
    drop(manifest.manifest());
    pending.put(manifest.offset(), manifest);
  }

  void done(PendingManifest manifest) {
    pending.remove(manifest.offset());
  }

  List<PendingManifest> pending() {
    return new ArrayList<>(pending.values());
  }

  /** The last offset up to which everything is done: before the first manifest that is pending. */
  long position() {
    return (pending.isEmpty() ? next : pending.firstKey()) - 1;
  }

  boolean hasMoved() {
    return position() > stored;
  }

  /** The position that has become certainly kept, if it is another one than when last asked. */
  OptionalLong confirmed(long nowNanos) {
    // Also when nothing has moved: of those that follow each other closely, one is remembered.
    confirmations.acknowledged(position(), nowNanos);
    OptionalLong next = confirmations.confirmed(nowNanos);
    if (next.isEmpty() || next.getAsLong() <= confirmed) {
      return OptionalLong.empty();
    }
    confirmed = next.getAsLong();
    return next;
  }

  void stored(long position) {
    stored = position;
  }

  private void drop(FinalManifest newer) {
    pending.values().removeIf(older -> older.manifest().period().equals(newer.period()));
  }
}
