package io.leaderboard.query.rank;

import io.leaderboard.query.board.Placing;
import java.util.List;

/**
 * Where some users stand on a board.
 *
 * @param total entries of the whole board
 * @param found who stands on it, in no order
 */
record Placings(long total, List<Placing> found) {
  Placings {
    found = List.copyOf(found);
  }

  /** Those of several calls about one board, at least one. */
  static Placings joined(List<Placings> parts) {
    return new Placings(
        parts.get(0).total(), parts.stream().flatMap(part -> part.found().stream()).toList());
  }
}
