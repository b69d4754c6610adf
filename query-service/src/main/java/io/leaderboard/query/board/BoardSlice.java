package io.leaderboard.query.board;

import io.leaderboard.events.game.Ties;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive entries of a board; of one in one shard, as they stood at one moment.
 *
 * @param total entries of the whole board
 * @param start how many entries stand before the first of {@code rows}
 * @param better how many entries of the board are better than the first of {@code rows}; fewer than
 *     {@code start} when the slice begins among equals
 */
public record BoardSlice(long total, long start, long better, List<Row> rows) {
  public BoardSlice {
    rows = List.copyOf(rows);
  }

  /** Whether entries follow behind the last of {@code rows}. */
  public boolean hasNext() {
    return !rows.isEmpty() && start + rows.size() < total;
  }

  /** Its first entries. */
  public BoardSlice first(int limit) {
    return limit >= rows.size()
        ? this
        : new BoardSlice(total, start, better, rows.subList(0, limit));
  }

  /**
   * The rank of each of {@code rows}. Where equals share theirs (1, 2, 2, 4) the first's is counted
   * and the others' follow from their places; else it is the place.
   */
  public List<Long> ranks(Ties ties) {
    List<Long> ranks = new ArrayList<>(rows.size());
    long rank = better + 1;
    for (int i = 0; i < rows.size(); i++) {
      boolean shares =
          ties == Ties.SHARED && (i == 0 || rows.get(i).sortKey() == rows.get(i - 1).sortKey());
      if (!shares) {
        rank = start + i + 1;
      }
      ranks.add(rank);
    }
    return ranks;
  }
}
