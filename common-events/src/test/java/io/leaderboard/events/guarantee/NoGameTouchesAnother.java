package io.leaderboard.events.guarantee;

import io.leaderboard.events.guarantee.RuleChange.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * While the rules of some games change, no other game notices: no position of it moves back, and it
 * is written to nothing else than before, so that nothing of it is written twice.
 *
 * <pre>
 * the rules of beta change; alpha is kept in g1
 * legal:    alpha in g1 at 10, in g1 at 10, in g1 at 14; beta in g1 at 10, in g1 and g2 at 12, in g2 at 14
 * illegal:  alpha in g1 at 10, in g1 at 9          (read again)
 *           alpha in g1 at 10, in g1 and g2 at 12  (written twice)
 *           alpha in g1 at 10, in g2 at 12         (filled anew)
 * </pre>
 */
public final class NoGameTouchesAnother implements Guarantee {
  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    for (RuleChange change : history.ruleChanges()) {
      for (String game : change.seen().get(0).keySet()) {
        if (!change.changed().contains(game)) {
          addMoves(violations, change, game);
        }
      }
    }
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    return history.hasRuleChanges();
  }

  private static void addMoves(List<String> violations, RuleChange change, String game) {
    Progress before = null;
    for (Map<String, Progress> each : change.seen()) {
      Progress now = Objects.requireNonNull(each.get(game));
      if (before != null && touches(before, now)) {
        violations.add(
            "in %s, when the rules of %s changed, %s went from %s to %s"
                .formatted(change.store(), change.changed(), game, before, now));
        return;
      }
      before = now;
    }
  }

  private static boolean touches(Progress before, Progress now) {
    return !before.fills().equals(now.fills())
        || before.next().entrySet().stream()
            .anyMatch(each -> now.next().getOrDefault(each.getKey(), 0L) < each.getValue());
  }
}
