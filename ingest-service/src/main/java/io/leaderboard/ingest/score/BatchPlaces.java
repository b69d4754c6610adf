package io.leaderboard.ingest.score;

import java.util.HashMap;
import java.util.Map;

/**
 * Places for what is served at a time, of which one client has no more than a share. Thread-safe.
 */
final class BatchPlaces {
  private final int most;
  private final int mostOfOne;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  BatchPlaces(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** What came of asking for a place. */
  enum Taking {
    /** It must be given back once. */
    TAKEN,
    /** All are taken. */
    FULL,
    /** The client has as many as one may have. */
    SHARE_USED
  }

  /**
   * Asks for a place.
   *
   * @param client whose share it is of
   */
  synchronized Taking take(String client) {
    int own = taken.getOrDefault(client, 0);
    if (own >= mostOfOne) {
      return Taking.SHARE_USED;
    }
    if (all >= most) {
      return Taking.FULL;
    }
    all++;
    taken.put(client, own + 1);
    return Taking.TAKEN;
  }

  synchronized void giveBack(String client) {
    all--;
    taken.computeIfPresent(client, (key, own) -> own == 1 ? null : own - 1);
  }

  /** How many are taken. */
  synchronized int size() {
    return all;
  }
}
