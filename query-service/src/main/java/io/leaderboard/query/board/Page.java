package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.leaderboard.events.time.Rfc3339;
import io.leaderboard.query.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive entries of a board, as JSON has them.
 *
 * @param state see {@link PeriodState}
 * @param start when the period begins, of one that is upcoming; else null
 * @param total entries of the whole board
 * @param next cursor of the page behind, null on the last
 */
@JsonPropertyOrder({"gameId", "boardId", "period", "state", "start", "total", "items", "next"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page(
    String gameId,
    String boardId,
    String period,
    String state,
    @Nullable String start,
    long total,
    List<Entry> items,
    @Nullable String next) {

  /** The page that a slice is, without a cursor. */
  public static Page of(BoardPlace place, BoardSlice slice, PeriodState state, Profiles profiles) {
    List<Long> ranks = slice.ranks(place.ties());
    List<Entry> items = new ArrayList<>(ranks.size());
    for (int i = 0; i < ranks.size(); i++) {
      Row row = slice.rows().get(i);
      items.add(Entry.of(place, ranks.get(i), row, profiles.of(row.userId())));
    }
    return new Page(
        place.gameId(),
        place.boardId(),
        place.period().id(),
        state.text(),
        state == PeriodState.UPCOMING ? Rfc3339.format(place.period().start()) : null,
        slice.total(),
        items,
        null);
  }

  /** With the cursor of what follows {@code slice}, if anything does. */
  Page withNext(BoardSlice slice) {
    if (!slice.hasNext()) {
      return this;
    }
    Row last = slice.rows().get(slice.rows().size() - 1);
    return new Page(
        gameId, boardId, period, state, start, total, items, new Cursor(last).encoded());
  }
}
