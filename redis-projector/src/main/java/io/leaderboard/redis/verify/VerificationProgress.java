package io.leaderboard.redis.verify;

import io.leaderboard.redis.standings.StandingsReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a verification is, and the differences that were not fetched yet. Thread-safe.
 *
 * <p>Every difference can be fetched, however many there are, in bounded memory: who finds one more
 * than are held waits until some were fetched. Where nobody fetches any, the rest is counted alone.
 */
final class VerificationProgress {
  /** Most differences in one answer. */
  static final int MOST_LISTED = 1_000;

  /** Most differences that are held; about 5 MB. */
  private static final int MOST_HELD = 10_000;

  /** A command that follows asks twice a second, and is given up after so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String id;
  private final @Nullable String gameId;
  private final List<String> notCompared;
  private final int mostHeld;
  private final long patienceNanos;
  private final Deque<Difference> held = new ArrayDeque<>();
  private String state = "running";
  private @Nullable String reason;
  private int parts;
  private long compared;
  private long differences;
  // How many were fetched, so that held begins with the one after them.
  private long fetched;
  private long fetchedAt = System.nanoTime();
  private boolean abandoned;

  /**
   * @param gameId the only game, null for all
   * @param notCompared games that cannot be compared yet
   */
  VerificationProgress(String id, @Nullable String gameId, List<String> notCompared) {
    this(id, gameId, notCompared, MOST_HELD, PATIENCE);
  }

  /**
   * @param mostHeld most differences that wait to be fetched
   * @param patience how long they may wait before no more are held
   */
  VerificationProgress(
      String id,
      @Nullable String gameId,
      List<String> notCompared,
      int mostHeld,
      Duration patience) {
    this.id = id;
    this.gameId = gameId;
    this.notCompared = List.copyOf(notCompared);
    this.mostHeld = mostHeld;
    this.patienceNanos = patience.toNanos();
  }

  String id() {
    return id;
  }

  synchronized boolean isRunning() {
    return state.equals("running");
  }

  synchronized void partDone() {
    parts++;
  }

  synchronized void compared() {
    compared++;
  }

  /** Counts a difference and keeps it to be fetched; waits while too many are kept. */
  synchronized void differs(Difference difference) {
    differences++;
    long since = System.nanoTime();
    try {
      while (!abandoned && held.size() >= mostHeld) {
        long left = patienceNanos - (System.nanoTime() - Math.max(since, fetchedAt));
        // For good: those that follow would not be the ones that come next.
        abandoned = left <= 0;
        if (!abandoned) {
          wait(left / 1_000_000 + 1);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerificationFailedException("The service ends");
    }
    if (!abandoned) {
      held.addLast(difference);
    }
  }

  synchronized void done() {
    state = "done";
  }

  synchronized void failed(String why) {
    state = "failed";
    reason = why;
  }

  /** With the first of those that were not fetched. */
  synchronized VerificationReport report() {
    return new VerificationReport(
        id,
        gameId,
        state,
        reason,
        notCompared.stream().limit(MOST_LISTED).toList(),
        parts,
        StandingsReader.PARTS,
        compared,
        differences,
        fetched,
        held.stream().limit(MOST_LISTED).toList());
  }

  /**
   * With those that follow the first {@code after}, which are held no more. The same answer again
   * until a larger number is asked for, so that one that got lost can be asked for again.
   */
  synchronized VerificationReport report(long after) {
    while (fetched < after && !held.isEmpty()) {
      held.removeFirst();
      fetched++;
    }
    fetchedAt = System.nanoTime();
    notifyAll();
    return report();
  }
}
