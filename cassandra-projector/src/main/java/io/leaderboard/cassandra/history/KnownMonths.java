package io.leaderboard.cassandra.history;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The months of users that are known to stand in {@code score_months}, the most recently used ones
 * of one partition of the log. Only saves writes: forgetting is always right. Not thread-safe.
 */
public final class KnownMonths {
  private final Set<UserMonth> known;

  /**
   * @param bound most months remembered; about 200 bytes each
   */
  public KnownMonths(int bound) {
    this.known =
        Collections.newSetFromMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              private static final long serialVersionUID = 1L;

              @Override
              protected boolean removeEldestEntry(Map.Entry<UserMonth, Boolean> eldest) {
                return size() > bound;
              }
            });
  }

  boolean contains(UserMonth month) {
    // Adding what is there already makes it the most recently used one.
    return known.contains(month) && !known.add(month);
  }

  void addAll(Collection<UserMonth> acknowledged) {
    known.addAll(acknowledged);
  }
}
