package io.leaderboard.cassandra.position;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Which offsets of one partition have been acknowledged long enough ago to be certainly kept. A
 * node that is killed loses what it acknowledged since it last wrote its commit log to disk; what
 * is older than the margin is not in danger.
 *
 * <p>Bounded: acknowledgements that follow each other closely are remembered as one, by the later
 * time. Not thread-safe.
 */
public final class Confirmations {
  private static final int STEPS = 16;

  private record Acknowledged(long offset, long atNanos) {}

  private final long marginNanos;
  private final long stepNanos;
  private final Deque<Acknowledged> pending = new ArrayDeque<>();

  /** With the margin of safety; zero confirms at once. */
  public Confirmations(Duration margin) {
    this.marginNanos = margin.toNanos();
    this.stepNanos = marginNanos / STEPS;
  }

  /**
   * Everything up to {@code offset} has been acknowledged.
   *
   * @param nowNanos of a monotonic clock
   */
  public void acknowledged(long offset, long nowNanos) {
    Acknowledged last = pending.peekLast();
    // Left out, it is covered by the next one that is far enough from the last.
    if (last == null || nowNanos - last.atNanos() >= stepNanos) {
      pending.addLast(new Acknowledged(offset, nowNanos));
    }
  }

  /** The last offset that is still to be confirmed, -1 for none. */
  public long pending() {
    Acknowledged last = pending.peekLast();
    return last == null ? -1 : last.offset();
  }

  /** The last offset that has become certain since this was last asked. */
  public OptionalLong confirmed(long nowNanos) {
    OptionalLong confirmed = OptionalLong.empty();
    for (Acknowledged first = pending.peekFirst();
        first != null && nowNanos - first.atNanos() >= marginNanos;
        first = pending.peekFirst()) {
      confirmed = OptionalLong.of(first.offset());
      pending.removeFirst();
    }
    return confirmed;
  }
}
