package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/**
 * Where a user stands, as JSON has it.
 *
 * @param total entries of the whole board
 * @param percentile the share of users ranked at or below, 0 to 100
 */
@JsonPropertyOrder({"rank", "userId", "score", "total", "percentile"})
record RankedUser(long rank, String userId, BigDecimal score, long total, BigDecimal percentile) {}
