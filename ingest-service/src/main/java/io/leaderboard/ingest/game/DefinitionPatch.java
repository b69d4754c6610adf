package io.leaderboard.ingest.game;

import io.leaderboard.events.game.GameDefinition;
import io.leaderboard.events.game.GameDefinitionDocument;
import io.leaderboard.ingest.json.JsonInput;
import io.leaderboard.ingest.json.MergePatch;
import io.leaderboard.web.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a definition: a JSON merge patch.
 *
 * @param fields of a definition, of which values may be null
 */
record DefinitionPatch(Map<String, @Nullable Object> fields) {
  /**
   * The patch that {@code body} is.
   *
   * @throws io.leaderboard.events.limit.InvalidFieldException when it is no object, or has a field
   *     that no definition has
   */
  static DefinitionPatch read(byte[] body) {
    return JsonInput.read(
        body,
        input -> {
          Map<String, @Nullable Object> read = new LinkedHashMap<>();
          input.object(
              DefinitionReader.FIELDS,
              name -> {
                if (!DefinitionReader.FIELDS.contains(name)) {
                  return false;
                }
                read.put(name, input.any());
                return true;
              });
          return new DefinitionPatch(read);
        });
  }

  /**
   * The definition that {@code stored} becomes.
   *
   * @throws io.leaderboard.events.limit.InvalidFieldException when that is not allowed
   */
  GameDefinition of(GameDefinition stored) {
    Map<String, Object> patched = MergePatch.merged(GameDefinitionDocument.of(stored), fields);
    return DefinitionReader.read(Json.write(patched), stored.gameId());
  }
}
