package io.leaderboard.query.rank;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.leaderboard.query.board.Entry;
import java.math.BigDecimal;

/**
 * Where a user stands, as JSON has it.
 *
 * @param total entries of the whole board
 * @param percentile the share of users ranked at or below, 0 to 100
 */
@JsonPropertyOrder({"entry", "total", "percentile"})
record RankedUser(@JsonUnwrapped Entry entry, long total, BigDecimal percentile) {}
