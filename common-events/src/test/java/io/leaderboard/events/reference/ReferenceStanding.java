package io.leaderboard.events.reference;

import java.math.BigDecimal;

/**
 * Where a user must stand.
 *
 * @param score without trailing zeros and with no negative scale, so that equal numbers are equal
 * @param reachedAt milliseconds since 1970
 */
public record ReferenceStanding(BigDecimal score, long reachedAt) {
  public ReferenceStanding {
    score = new BigDecimal(score.stripTrailingZeros().toPlainString());
  }
}
