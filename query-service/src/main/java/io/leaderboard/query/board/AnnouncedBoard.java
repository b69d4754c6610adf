package io.leaderboard.query.board;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalMeaning;
import io.leaderboard.events.finals.FinalRules;
import io.leaderboard.events.period.Period;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which rules the periods of one board were announced, in little room: of days, weeks and
 * months the first and the last under each rules, of seasons each. So it may take a period for
 * announced that was not, and never the reverse. Thread-safe.
 */
final class AnnouncedBoard {
  /** The ids of days, weeks and months, of one length each, lie in the order of time. */
  private static final Pattern IN_ORDER = Pattern.compile("\\d{4}-(\\d\\d|W\\d\\d|\\d\\d-\\d\\d)");

  /** More rules than a board has in years: past it those are taken together that came first. */
  private static final int MOST_RULES = 32;

  /** Four times what a definition may have: past it nothing is known of any. */
  private static final int MOST_SEASONS = 4_000;

  /**
   * Rules that periods were announced under.
   *
   * @param version where no more of them is known, else 0; 0 without rules for those that were
   *     taken together, which are like none
   */
  private record Under(int version, @Nullable FinalRules rules) {
    static final Under SEVERAL = new Under(0, null);

    static Under of(FinalMeaning meaning) {
      FinalRules rules = meaning.rules();
      return rules == null ? new Under(meaning.rulesVersion(), null) : new Under(0, rules);
    }

    boolean isThatOf(int otherVersion, FinalRules others) {
      return rules == null ? otherVersion == version : rules.equals(others);
    }
  }

  /** The ids from one to another, of one length. */
  private record Ids(String first, String last) {
    boolean has(String id) {
      return first.compareTo(id) <= 0 && id.compareTo(last) <= 0;
    }

    Ids and(Ids more) {
      return new Ids(
          first.compareTo(more.first) <= 0 ? first : more.first,
          last.compareTo(more.last) >= 0 ? last : more.last);
    }
  }

  private final Map<Under, Map<Integer, Ids>> inOrder = new LinkedHashMap<>();
  private final Map<String, FinalMeaning> seasons = new HashMap<>();

  synchronized void add(FinalManifest manifest) {
    String id = manifest.period().period();
    FinalMeaning meaning = manifest.meaning();
    if (!IN_ORDER.matcher(id).matches()) {
      if (seasons.size() < MOST_SEASONS) {
        seasons.put(id, meaning);
      }
      return;
    }
    Under under = Under.of(meaning);
    if (!inOrder.containsKey(under) && inOrder.size() >= MOST_RULES) {
      takeTogether();
    }
    inOrder
        .computeIfAbsent(under, u -> new HashMap<>())
        .merge(id.length(), new Ids(id, id), Ids::and);
  }

  /** Whether a period of that id may have been announced, under whatever rules. */
  synchronized boolean mayHave(String id) {
    if (!IN_ORDER.matcher(id).matches()) {
      return seasons.containsKey(id) || seasons.size() >= MOST_SEASONS;
    }
    return inOrder.values().stream()
        .anyMatch(
            each -> {
              Ids ids = each.get(id.length());
              return ids != null && ids.has(id);
            });
  }

  /** Whether the period may have been announced under other rules than these. */
  synchronized boolean mayDiffer(int version, FinalRules rules, Period period) {
    String id = period.id();
    if (!IN_ORDER.matcher(id).matches()) {
      FinalMeaning announced = seasons.get(id);
      return announced == null
          ? seasons.size() >= MOST_SEASONS
          : !announced.isThatOf(version, rules, period);
    }
    return inOrder.entrySet().stream()
        .anyMatch(
            each -> {
              Ids ids = each.getValue().get(id.length());
              return ids != null && ids.has(id) && !each.getKey().isThatOf(version, rules);
            });
  }

  private void takeTogether() {
    Under first =
        inOrder.keySet().stream()
            .filter(under -> !under.equals(Under.SEVERAL))
            .findFirst()
            .orElseThrow();
    Map<Integer, Ids> moved = inOrder.remove(first);
    Map<Integer, Ids> several = inOrder.computeIfAbsent(Under.SEVERAL, u -> new HashMap<>());
    if (moved != null) {
      moved.forEach((length, ids) -> several.merge(length, ids, Ids::and));
    }
  }
}
