package io.leaderboard.query.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive entries of a board, as JSON has them.
 *
 * @param state whether the period is still open
 * @param total entries of the whole board
 * @param next cursor of the page behind, null on the last
 */
@JsonPropertyOrder({"gameId", "boardId", "period", "state", "total", "items", "next"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page(
    String gameId,
    String boardId,
    String period,
    String state,
    long total,
    List<Entry> items,
    @Nullable String next) {
  private static final String OPEN = "open";

  static Page of(BoardPlace place, BoardSlice slice) {
    List<Long> ranks = slice.sharedRanks();
    List<Entry> items = new ArrayList<>(ranks.size());
    for (int i = 0; i < ranks.size(); i++) {
      BoardSlice.Row row = slice.rows().get(i);
      items.add(new Entry(ranks.get(i), row.userId(), place.score(row.sortKey())));
    }
    return new Page(
        place.gameId(),
        place.boardId(),
        place.period().id(),
        OPEN,
        slice.total(),
        items,
        slice.hasNext() ? cursor(slice) : null);
  }

  private static String cursor(BoardSlice slice) {
    BoardSlice.Row last = slice.rows().get(slice.rows().size() - 1);
    return new Cursor(last.sortKey(), last.userId()).encoded();
  }
}
