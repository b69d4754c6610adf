package io.leaderboard.query.games;

import io.leaderboard.events.game.BoardDefinition;
import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.PeriodKind;
import io.leaderboard.events.game.Season;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A definition as JSON has it: the same fields as a client puts, all of them. */
final class GameDocument {
  private GameDocument() {}

  /**
   * The document.
   *
   * @param users by board id, how many users stand on it; a board that is not there is answered
   *     without
   */
  static Map<String, Object> of(GameDefinition game, Map<String, Long> users) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("gameId", game.gameId());
    document.put("name", game.name());
    document.put("description", game.description());
    document.put("active", game.active());
    document.put("decimals", game.decimals());
    document.put("timeZone", game.timeZone().getId());
    document.put("closing", game.closing().text());
    document.put("lateness", game.lateness().toString());
    putBound(document, "minScore", game.minScore());
    putBound(document, "maxScore", game.maxScore());
    document.put(
        "boards",
        game.boards().stream().map(board -> board(board, users.get(board.id()))).toList());
    return document;
  }

  private static Map<String, Object> board(BoardDefinition board, @Nullable Long users) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", board.id());
    document.put("aggregation", board.aggregation().text());
    document.put("order", board.order().text());
    document.put("metric", board.metric());
    document.put("period", board.period().text());
    if (board.period() == PeriodKind.SEASONS) {
      document.put("seasons", seasons(board));
    }
    document.put("ties", board.ties().text());
    document.put("retention", board.retention());
    document.put("shards", board.shards());
    if (users != null) {
      document.put("users", users);
    }
    return document;
  }

  private static List<Map<String, Object>> seasons(BoardDefinition board) {
    return board.seasons().stream().map(GameDocument::season).toList();
  }

  private static Map<String, Object> season(Season season) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", season.name());
    document.put("start", Instant.ofEpochMilli(season.start()).toString());
    document.put("end", Instant.ofEpochMilli(season.end()).toString());
    return document;
  }

  private static void putBound(
      Map<String, Object> document, String name, @Nullable BigDecimal bound) {
    if (bound != null) {
      document.put(name, bound);
    }
  }
}
