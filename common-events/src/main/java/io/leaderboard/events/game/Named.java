package io.leaderboard.events.game;

import io.leaderboard.events.limit.InvalidFieldException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A choice with the name that the API uses for it. */
public interface Named {
  /** The name in the API, such as {@code all-time}. */
  String text();

  /**
   * The choice of that name.
   *
   * @throws InvalidFieldException when there is none; the message lists those there are
   */
  static <E extends Enum<E> & Named> E parse(String field, String text, Class<E> choices) {
    for (E choice : choices.getEnumConstants()) {
      if (choice.text().equals(text)) {
        return choice;
      }
    }
    throw new InvalidFieldException(
        field,
        "must be one of "
            + Arrays.stream(choices.getEnumConstants())
                .map(Named::text)
                .collect(Collectors.joining(", ")));
  }
}
