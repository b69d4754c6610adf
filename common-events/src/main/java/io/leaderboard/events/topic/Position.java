package io.leaderboard.events.topic;

import io.leaderboard.events.limit.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * A place in {@link Topics#SCORE_EVENTS}, written {@code partition:offset}.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record Position(int partition, long offset) {
  private static final int MAX_LENGTH = 32;

  public Position {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("a position has no negative parts");
    }
  }

  /**
   * Reads {@code partition:offset}.
   *
   * @param field named in the error
   * @throws InvalidFieldException when {@code text} is no position
   */
  public static Position parse(String field, String text) {
    int colon = text.indexOf(':');
    try {
      if (colon > 0 && text.length() <= MAX_LENGTH) {
        Position position =
            new Position(
                Integer.parseInt(text.substring(0, colon)),
                Long.parseLong(text.substring(colon + 1)));
        // Java also reads signs, leading zeros and the digits of other scripts.
        if (position.toString().equals(text)) {
          return position;
        }
      }
    } catch (IllegalArgumentException e) {
      throw refused(field, e);
    }
    throw refused(field, null);
  }

  private static InvalidFieldException refused(String field, @Nullable Throwable cause) {
    InvalidFieldException refused =
        new InvalidFieldException(field, "must be partition:offset, such as 3:1042");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
