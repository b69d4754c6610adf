package io.leaderboard.events.guarantee;

import io.leaderboard.events.game.Aggregation;
import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;

/** How many decimals the stores keep of a board, worked out without the product. */
final class Scale {
  private Scale() {}

  static int of(GameDefinition game, BoardDefinition board) {
    return board.aggregation() == Aggregation.COUNT ? 0 : game.decimals();
  }
}
