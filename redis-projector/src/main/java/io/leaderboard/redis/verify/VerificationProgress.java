package io.leaderboard.redis.verify;

import io.leaderboard.redis.standings.StandingsReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a verification is. Thread-safe. */
final class VerificationProgress {
  private final String id;
  private final @Nullable String gameId;
  private final List<Difference> listed = new ArrayList<>();
  private String state = "running";
  private @Nullable String reason;
  private int parts;
  private long compared;
  private long differences;

  /**
   * @param gameId the only game, null for all
   */
  VerificationProgress(String id, @Nullable String gameId) {
    this.id = id;
    this.gameId = gameId;
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

  synchronized void differs(Difference difference) {
    differences++;
    if (listed.size() < Verification.MOST_LISTED) {
      listed.add(difference);
    }
  }

  synchronized void done() {
    state = "done";
  }

  synchronized void failed(String why) {
    state = "failed";
    reason = why;
  }

  synchronized VerificationReport report() {
    return new VerificationReport(
        id,
        gameId,
        state,
        reason,
        parts,
        StandingsReader.PARTS,
        compared,
        differences,
        List.copyOf(listed));
  }
}
