package io.leaderboard.redis.generation;

import org.jspecify.annotations.Nullable;

/**
 * What became of the last fill of games of a generation.
 *
 * @param id of the fill
 * @param switched whether readers of its games use what it brought
 * @param reason why it was given up; null when it was switched
 */
public record EndedFill(String id, boolean switched, @Nullable String reason) {
  /** Reads the field of {@code lb:generation}: the id, and behind a space why it was given up. */
  static EndedFill parse(String field) {
    String[] parts = field.split(" ", 2);
    return parts.length == 1
        ? new EndedFill(parts[0], true, null)
        : new EndedFill(parts[0], false, parts[1]);
  }
}
