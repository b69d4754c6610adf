package io.leaderboard.events.game;

import io.leaderboard.events.time.Rfc3339;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON object of a definition, as every service answers it: every field in the order of the
 * API, defaults included; a bound that there is none of is left out. Sent back as a definition it
 * means the same.
 */
public final class GameDefinitionDocument {
  private GameDefinitionDocument() {}

  /** Texts, booleans, integers, {@link BigDecimal}s, lists and maps; a new, modifiable map. */
  public static Map<String, Object> of(GameDefinition definition) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("gameId", definition.gameId());
    document.put("name", definition.name());
    document.put("description", definition.description());
    document.put("active", definition.active());
    document.put("decimals", definition.decimals());
    document.put("timeZone", definition.timeZone().getId());
    document.put("closing", definition.closing().text());
    document.put("lateness", definition.lateness().toString());
    BigDecimal min = definition.minScore();
    if (min != null) {
      document.put("minScore", min);
    }
    BigDecimal max = definition.maxScore();
    if (max != null) {
      document.put("maxScore", max);
    }
    document.put("boards", definition.boards().stream().map(GameDefinitionDocument::of).toList());
    return document;
  }

  /** A new, modifiable map. */
  public static Map<String, Object> of(BoardDefinition board) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", board.id());
    document.put("aggregation", board.aggregation().text());
    document.put("order", board.order().text());
    document.put("metric", board.metric());
    document.put("period", board.period().text());
    if (!board.seasons().isEmpty()) {
      document.put("seasons", board.seasons().stream().map(GameDefinitionDocument::of).toList());
    }
    document.put("ties", board.ties().text());
    document.put("retention", board.retention());
    document.put("shards", board.shards());
    return document;
  }

  private static Map<String, Object> of(Season season) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", season.name());
    document.put("start", Rfc3339.format(season.start()));
    document.put("end", Rfc3339.format(season.end()));
    return document;
  }
}
