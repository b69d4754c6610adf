package io.leaderboard.events.topic;

import io.leaderboard.events.limit.InvalidFieldException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position as clients hold it: written {@code partition:offset:mark}, such as {@code
 * 3:1042:Xa9f2k}, or {@code partition:offset} as people type it.
 *
 * @param mark of the log that the position is of, null when it does not say: a position of another
 *     log, such as one that was there before the topic was created anew, means nothing in this one
 */
public record PositionToken(Position position, @Nullable String mark) {
  /** How many characters of the topic's id a mark has: 36 random bits. */
  private static final int MARK_LENGTH = 6;

  /** What a token looks like. */
  public static final String PATTERN = "[0-9]+:[0-9]+(:[A-Za-z0-9_-]{6})?";

  private static final Pattern MARK = Pattern.compile("[A-Za-z0-9_-]{" + MARK_LENGTH + "}");

  /**
   * The token of a position.
   *
   * @param topicId Kafka's id of {@link Topics#SCORE_EVENTS}
   */
  public static PositionToken of(Position position, String topicId) {
    return new PositionToken(position, mark(topicId));
  }

  /**
   * Reads a token.
   *
   * @param field named in the error
   * @throws InvalidFieldException when {@code text} is none
   */
  public static PositionToken parse(String field, String text) {
    int second = text.indexOf(':', text.indexOf(':') + 1);
    if (second > 0) {
      String mark = text.substring(second + 1);
      if (MARK.matcher(mark).matches()) {
        return new PositionToken(Position.parse(field, text.substring(0, second)), mark);
      }
    }
    return new PositionToken(Position.parse(field, text), null);
  }

  /** Whether it may be of the log with that topic id: it is, or does not say. */
  public boolean isOf(String topicId) {
    return mark == null || mark.equals(mark(topicId));
  }

  @Override
  public String toString() {
    return mark == null ? position.toString() : position + ":" + mark;
  }

  private static String mark(String topicId) {
    return topicId.substring(0, MARK_LENGTH);
  }
}
