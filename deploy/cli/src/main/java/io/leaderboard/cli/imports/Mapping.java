package io.leaderboard.cli.imports;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which column, or top-level JSON field, becomes what.
 *
 * @param user the column of the user id
 * @param score the column of the score, or a number that every line scores
 * @param at the column of the time
 * @param id the column of the event id; null for ids made of the lines' content
 * @param where only lines for which all of these hold are sent
 */
record Mapping(String user, String score, String at, @Nullable String id, List<Condition> where) {
  private static final int NUMBER_CHARACTERS = 64;

  Mapping {
    where = List.copyOf(where);
  }

  /**
   * @param value compared character by character
   */
  record Condition(String column, String value) {
    /**
     * @throws IllegalArgumentException unless the text is {@code COLUMN=VALUE}
     */
    static Condition parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("must be COLUMN=VALUE, but is " + text);
      }
      return new Condition(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  /** The columns without which nothing can be sent; a score that is a number needs none. */
  List<String> requiredColumns() {
    List<String> columns = new ArrayList<>(List.of(user, at));
    if (number(score).isEmpty()) {
      columns.add(score);
    }
    if (id != null) {
      columns.add(id);
    }
    where.forEach(condition -> columns.add(condition.column()));
    return columns;
  }

  /** The decimal that a text writes, whatever its size; empty for anything else. */
  static Optional<BigDecimal> number(String text) {
    if (text.length() > NUMBER_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
