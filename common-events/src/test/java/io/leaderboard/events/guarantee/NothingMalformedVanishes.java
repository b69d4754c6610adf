package io.leaderboard.events.guarantee;

import io.leaderboard.events.reference.LogRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * A record that cannot be decoded stops no partition, and is kept aside before the position moves
 * over it. It may be kept more than once.
 *
 * <pre>
 * the log: 0:1 e1, 0:2 (bytes of no meaning), 0:3 e3
 * legal:    the store is at 2, and nothing is aside yet
 *           the store is at 4, and 0:2 is aside, once or twice
 * illegal:  the store is at 4, and 0:2 is nowhere   (dropped in silence)
 *           0:1 is aside                            (it was an event)
 * </pre>
 *
 * That the store does not stay at 2 for ever is awaited by who waits for it to be level.
 */
public final class NothingMalformedVanishes implements Guarantee {
  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    for (StoreView view : history.views()) {
      for (LogRecord record : history.log()) {
        if (record.record() == null
            && record.offset() < view.next().getOrDefault(record.partition(), 0L)
            && !history.isAside(record)) {
          violations.add(
              "%s is at %s, and %d:%d, which cannot be decoded, is not aside"
                  .formatted(view.store(), view.next(), record.partition(), record.offset()));
        }
      }
    }
    history.aside().stream()
        .filter(record -> record.record() != null)
        .forEach(record -> violations.add("aside, and not malformed: " + Told.of(record)));
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    return history.aside().stream().anyMatch(record -> record.record() == null);
  }
}
