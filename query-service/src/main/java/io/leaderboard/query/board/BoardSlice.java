package io.leaderboard.query.board;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive entries of a board, as they stood at one moment.
 *
 * @param total entries of the whole board
 * @param start how many entries stand before the first of {@code rows}
 * @param better how many entries of the board are better than the first of {@code rows}; fewer than
 *     {@code start} when the slice begins among equals
 */
record BoardSlice(long total, long start, long better, List<Row> rows) {
  /** One entry: smaller sort keys are better. */
  record Row(String userId, long sortKey) {}

  BoardSlice {
    rows = List.copyOf(rows);
  }

  /** What {@code board-page.lua} returned. */
  static BoardSlice of(List<Object> answer) {
    List<?> flat = (List<?>) answer.get(3);
    List<Row> rows = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i < flat.size(); i += 2) {
      rows.add(new Row((String) flat.get(i), Long.parseLong((String) flat.get(i + 1))));
    }
    return new BoardSlice((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2), rows);
  }

  /** Whether entries follow behind the last of {@code rows}. */
  boolean hasNext() {
    return !rows.isEmpty() && start + rows.size() < total;
  }

  /**
   * The rank of each of {@code rows} when equals share theirs (1, 2, 2, 4): the first's is counted,
   * the others' follow from their places.
   */
  List<Long> sharedRanks() {
    List<Long> ranks = new ArrayList<>(rows.size());
    long rank = better + 1;
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0 && rows.get(i).sortKey() != rows.get(i - 1).sortKey()) {
        rank = start + i + 1;
      }
      ranks.add(rank);
    }
    return ranks;
  }
}
