package io.leaderboard.query.rank;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where a user stands on a board with shared ranks.
 *
 * @param total entries of the whole board, 1 or more
 * @param better how many of them are better
 * @param sortKey the user's, see {@code BoardRules.sortKey}
 */
record UserRank(long total, long better, long sortKey) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** 1 for the best; equals share it. */
  long rank() {
    return better + 1;
  }

  /**
   * The share of users ranked at or below, in percent with one decimal: 100 for the first, and for
   * nobody else, because it is cut off and not rounded.
   */
  BigDecimal percentile() {
    return BigDecimal.valueOf(total - better)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(total), 1, RoundingMode.DOWN);
  }
}
