package io.leaderboard.query.games;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameDefinitionDocument;
import io.leaderboard.query.generation.RebuildShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A definition with the number of users on each board, as JSON has it. */
final class SizedGame {
  private SizedGame() {}

  /** That boards are being filled under the latest rules, and how far they are. */
  static Map<String, Object> filling(RebuildShare share) {
    return Map.of("state", "filling", "progress", share.document());
  }

  /**
   * The document.
   *
   * @param users by board id, how many users stand on it in its current period; a board that is not
   *     there is answered without
   */
  static Map<String, Object> of(GameDefinition game, Map<String, Long> users) {
    List<Map<String, Object>> boards = new ArrayList<>();
    for (BoardDefinition board : game.boards()) {
      Map<String, Object> document = GameDefinitionDocument.of(board);
      Long count = users.get(board.id());
      if (count != null) {
        document.put("users", count);
      }
      boards.add(document);
    }
    Map<String, Object> document = GameDefinitionDocument.of(game);
    document.put("boards", boards);
    return document;
  }
}
