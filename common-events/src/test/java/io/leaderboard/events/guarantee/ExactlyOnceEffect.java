package io.leaderboard.events.guarantee;

import io.leaderboard.events.reference.StandingKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a store holds at a position is the plain fold of what the log holds before it: each event
 * has its effect once, however often it was delivered, and nothing else has any.
 *
 * <pre>
 * ann's sum in the log:  0:1 e1 +5, 0:2 e2 +3, 0:3 e2 +3 (a duplicate)
 * legal:    at 2 she has 5; at 3 and at 4 she has 8
 * illegal:  at 4 she has 5    (e2 was lost)
 *           at 4 she has 11   (e2 had its effect twice)
 *           at 2 she has 8    (what lies behind the position has had an effect)
 *           bob has 5         (nobody sent that)
 * </pre>
 */
public final class ExactlyOnceEffect implements Guarantee {
  /** Follows the count in what is said. */
  public static final String DIFFERENCES = " differences from the fold of the log";

  private static final int TOLD = 5;
  private static final int RECORDS_TOLD = 12;

  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    for (StoreView view : history.views()) {
      Expected expected = new Expected(history, view);
      List<StandingKey> differing =
          expected.differing().stream()
              .sorted(Comparator.comparing(StandingKey::toString))
              .toList();
      if (!differing.isEmpty()) {
        violations.add(
            differing.size()
                + DIFFERENCES
                + " in "
                + view.store()
                + " at "
                + view.next()
                + differing.stream()
                    .limit(TOLD)
                    .map(key -> "\n    " + difference(history, expected, key))
                    .collect(Collectors.joining()));
      }
    }
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    return history.hasViews();
  }

  private static String difference(History history, Expected expected, StandingKey key) {
    List<String> story = history.story(key.gameId(), key.userId()).stream().map(Told::of).toList();
    List<String> last = story.subList(Math.max(0, story.size() - RECORDS_TOLD), story.size());
    return "%s on %s: %s instead of %s; the last of %d records: %s"
        .formatted(
            key, expected.board(key), expected.found(key), expected.of(key), story.size(), last);
  }
}
