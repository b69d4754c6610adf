package io.leaderboard.log;

import io.leaderboard.events.game.GamesFold.Outcome;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What the latest records of {@code games} did, at most {@value #KEPT} of them. Thread-safe. */
final class OutcomesByOffset {
  private static final int KEPT = 10_000;

  private final ConcurrentSkipListMap<Long, Outcome> outcomes = new ConcurrentSkipListMap<>();

  void put(long offset, Outcome outcome) {
    outcomes.put(offset, outcome);
    Iterator<Map.Entry<Long, Outcome>> oldest = outcomes.entrySet().iterator();
    while (oldest.hasNext() && oldest.next().getKey() <= offset - KEPT) {
      oldest.remove();
    }
  }

  @Nullable Outcome get(long offset) {
    return outcomes.get(offset);
  }
}
