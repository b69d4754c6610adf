package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/**
 * A user on a board, as JSON has it.
 *
 * @param rank 1 for the best
 */
@JsonPropertyOrder({"rank", "userId", "score"})
public record Entry(long rank, String userId, BigDecimal score) {}
