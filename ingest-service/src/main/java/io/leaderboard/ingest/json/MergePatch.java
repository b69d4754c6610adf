package io.leaderboard.ingest.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON merge patches (RFC 7396), on documents of maps, lists, texts, numbers and booleans. */
public final class MergePatch {
  private MergePatch() {}

  /**
   * {@code target} with the members of {@code patch}: null takes one away, an object is merged into
   * the one that stands there, and anything else, a list too, takes the place of what stands there.
   *
   * @return a new map
   */
  public static Map<String, Object> merged(
      Map<String, Object> target, Map<String, @Nullable Object> patch) {
    Map<String, Object> merged = new LinkedHashMap<>(target);
    patch.forEach(
        (name, value) -> {
          if (value == null) {
            merged.remove(name);
          } else {
            merged.put(name, merged(merged.get(name), value));
          }
        });
    return merged;
  }

  @SuppressWarnings("unchecked") // A document has texts for names.
  private static Object merged(@Nullable Object target, Object patch) {
    if (!(patch instanceof Map<?, ?> fields)) {
      return patch;
    }
    Map<String, Object> into =
        target instanceof Map<?, ?> known ? (Map<String, Object>) known : Map.of();
    return merged(into, (Map<String, @Nullable Object>) fields);
  }
}
