package io.leaderboard.query.stream;

import io.leaderboard.web.ProblemException;
import java.util.HashMap;
import java.util.Map;

/** How many streams there are, in all and of each address. Thread-safe. */
final class ViewerPlaces {
  private final StreamProperties bounds;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private int taken;

  ViewerPlaces(StreamProperties bounds) {
    this.bounds = bounds;
  }

  /**
   * Takes a place; it must be given back once.
   *
   * @param address as {@link io.leaderboard.web.ClientAddress} has it
   * @throws ProblemException 503 or 429 when there is none
   */
  synchronized void take(String address) {
    if (taken >= bounds.maxViewers()) {
      throw StreamProblems.full();
    }
    if (byAddress.getOrDefault(address, 0) >= bounds.maxViewersPerAddress()) {
      throw StreamProblems.tooManyOfAddress(bounds.maxViewersPerAddress());
    }
    taken++;
    byAddress.merge(address, 1, Integer::sum);
  }

  /** Gives a place back. */
  synchronized void giveBack(String address) {
    taken--;
    byAddress.computeIfPresent(address, (known, places) -> places == 1 ? null : places - 1);
  }

  /** How many are taken. */
  synchronized int taken() {
    return taken;
  }
}
