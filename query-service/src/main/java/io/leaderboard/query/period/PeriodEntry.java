package io.leaderboard.query.period;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.period.Period;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.query.board.PeriodState;
import org.jspecify.annotations.Nullable;

/**
 * A period of a board, as JSON has it.
 *
 * @param start null for all time, as {@code end}
 * @param total entries of the whole board in it
 */
@JsonPropertyOrder({"period", "start", "end", "state", "total"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record PeriodEntry(
    String period, @Nullable String start, @Nullable String end, String state, long total) {

  static PeriodEntry of(Period period, PeriodState state, long total) {
    boolean endless = period.end() == Long.MAX_VALUE;
    return new PeriodEntry(
        period.id(),
        endless ? null : Rfc3339.format(period.start()),
        endless ? null : Rfc3339.format(period.end()),
        state.text(),
        total);
  }
}
