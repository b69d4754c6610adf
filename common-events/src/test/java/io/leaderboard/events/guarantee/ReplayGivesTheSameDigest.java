package io.leaderboard.events.guarantee;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Boards at one position have the same digests, whatever they were made from: applied live, filled
 * again from the log, restored from standings.
 *
 * <pre>
 * legal:    live at 9: alpha/best a1; from the log at 9: alpha/best a1
 *           live at 9: alpha/best a1; from the log at 12: alpha/best b2   (more was sent meanwhile)
 * illegal:  live at 9: alpha/best a1; from the log at 9: alpha/best c3
 *           live at 9: alpha/best a1; from the log at 9: nothing
 * </pre>
 */
public final class ReplayGivesTheSameDigest implements Guarantee {
  @Override
  public List<String> violations(History history) {
    List<String> violations = new ArrayList<>();
    Map<Map<Integer, Long>, Digests> first = new HashMap<>();
    for (Digests each : history.digests()) {
      Digests other = first.putIfAbsent(each.positions(), each);
      if (other != null) {
        addDifferences(violations, other, each);
      }
    }
    return violations;
  }

  @Override
  public boolean isShownBy(History history) {
    Map<Map<Integer, Long>, Set<String>> origins = new HashMap<>();
    history.digests().stream()
        .filter(each -> !each.boards().isEmpty())
        .forEach(
            each ->
                origins
                    .computeIfAbsent(each.positions(), none -> new HashSet<>())
                    .add(each.origin()));
    return origins.values().stream().anyMatch(each -> each.size() > 1);
  }

  private static void addDifferences(List<String> violations, Digests one, Digests other) {
    Set<String> boards = new TreeSet<>(one.boards().keySet());
    boards.addAll(other.boards().keySet());
    for (String board : boards) {
      String before = one.boards().get(board);
      String after = other.boards().get(board);
      if (!Objects.equals(before, after)) {
        violations.add(
            "%s at %s is %s %s, and %s %s"
                .formatted(board, one.positions(), before, one.origin(), after, other.origin()));
      }
    }
  }
}
