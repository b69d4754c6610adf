package io.leaderboard.redis.finals;

import io.leaderboard.events.finals.FinalManifest;
import io.leaderboard.events.finals.FinalMeaning;
import io.leaderboard.events.finals.FinalPeriod;
import io.leaderboard.events.finals.FinalRules;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of which periods the final standings are written, and what they mean there. About 150 bytes a
 * period: those of 1,000 games with days, weeks and months are 65 MB a year. Not thread-safe.
 */
final class WrittenPeriods {
  private final String logId;
  private final Map<String, Map<String, FinalMeaning>> byBoard = new HashMap<>();
  // Of one board they are the same nearly always.
  private final Map<FinalRules, FinalRules> known = new HashMap<>();

  /**
   * @param logId the id of {@code score-events}: what was written of another log does not count
   */
  WrittenPeriods(String logId) {
    this.logId = logId;
  }

  /** The latest of a period holds. One that does not say of which log it is is of this one. */
  void add(FinalManifest manifest) {
    String of = manifest.facts().logId();
    if (!of.isEmpty() && !of.equals(logId)) {
      return;
    }
    FinalMeaning meaning = manifest.meaning();
    FinalRules rules = meaning.rules();
    if (rules != null) {
      FinalRules same = known.putIfAbsent(rules, rules);
      meaning =
          new FinalMeaning(
              meaning.rulesVersion(), same == null ? rules : same, meaning.start(), meaning.end());
    }
    FinalPeriod period = manifest.period();
    byBoard.computeIfAbsent(board(period), b -> new HashMap<>()).put(period.period(), meaning);
  }

  /** What the final standings of a period mean; null when they are not written. */
  @Nullable FinalMeaning of(FinalPeriod period) {
    return byBoard.getOrDefault(board(period), Map.of()).get(period.period());
  }

  private static String board(FinalPeriod period) {
    return period.gameId() + '/' + period.boardId();
  }
}
