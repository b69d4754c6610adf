package io.leaderboard.query.board;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where a user stands on a board.
 *
 * @param ahead how many entries are ranked before the user
 */
public record Placing(Row row, long ahead) {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** 1 for the best. */
  public long rank() {
    return ahead + 1;
  }

  /**
   * The share of users ranked at or below, in percent with one decimal: 100 for the first, and for
   * nobody else, because it is cut off and not rounded.
   *
   * @param total entries of the whole board, 1 or more
   */
  public BigDecimal percentile(long total) {
    return BigDecimal.valueOf(total - ahead)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(total), 1, RoundingMode.DOWN);
  }
}
