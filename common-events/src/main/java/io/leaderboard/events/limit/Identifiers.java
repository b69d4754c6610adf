package io.leaderboard.events.limit;

import org.jspecify.annotations.Nullable;

/**
 * What identifiers may be. Each check returns its argument or throws {@link InvalidFieldException}.
 * User ids are compared byte by byte and never normalised.
 */
public final class Identifiers {
  /** Longest game id, board id or season name, in characters. */
  public static final int MAX_NAME = 64;

  /** Longest user id, in bytes of UTF-8. */
  public static final int MAX_USER_ID_BYTES = 128;

  /** Longest event id and match id, in characters. */
  public static final int MAX_EVENT_ID = 64;

  /** Longest name of a metric, in characters. */
  public static final int MAX_METRIC_NAME = 32;

  /** Letters and symbols that are drawn as nothing: fillers of Hangul, and Braille without dots. */
  private static final String BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0";

  private Identifiers() {}

  /** A game id, board id or season name: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}. */
  public static String requireName(String field, @Nullable String value) {
    if (value == null || !isName(value)) {
      throw new InvalidFieldException(
          field,
          "must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-', the first a letter or"
              + " digit");
    }
    return value;
  }

  /** Whether {@code value} is a game id, board id or season name. */
  public static boolean isName(String value) {
    int length = value.length();
    if (length < 1 || length > MAX_NAME || !isLetterOrDigit(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = value.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * A user id: 1 to 128 bytes of UTF-8, any characters but control characters and lone surrogates,
   * and not {@code .} or {@code ..}, which do not survive in a path.
   */
  public static String requireUserId(String field, @Nullable String value) {
    if (value == null || value.isEmpty() || value.equals(".") || value.equals("..")) {
      throw new InvalidFieldException(
          field, "must be 1 to 128 bytes of UTF-8, and not '.' or '..'");
    }
    requireText(field, value, MAX_USER_ID_BYTES);
    return value;
  }

  /** An event id: 1 to 64 printable ASCII characters. */
  public static String requireEventId(String field, @Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_EVENT_ID) {
      throw new InvalidFieldException(field, "must be 1 to 64 printable ASCII characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        throw new InvalidFieldException(field, "must be 1 to 64 printable ASCII characters");
      }
    }
    return value;
  }

  /** The name of a metric: {@code [a-z][a-zA-Z0-9]{0,31}}. */
  public static String requireMetricName(String field, @Nullable String value) {
    if (value == null || !isMetricName(value)) {
      throw new InvalidFieldException(
          field, "must be 1 to 32 letters and digits, the first a lower-case letter");
    }
    return value;
  }

  private static boolean isMetricName(String value) {
    int length = value.length();
    if (length < 1 || length > MAX_METRIC_NAME || value.charAt(0) < 'a' || value.charAt(0) > 'z') {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (!isLetterOrDigit(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A text without control characters and lone surrogates, of at most {@code maxBytes} of UTF-8.
   *
   * @return its length in bytes of UTF-8
   */
  public static int requireText(String field, String value, int maxBytes) {
    int bytes = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        throw new InvalidFieldException(field, "must not have control characters");
      }
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        throw new InvalidFieldException(field, "must not have lone surrogates");
      }
      if (bytes > maxBytes) {
        throw new InvalidFieldException(field, "must be at most " + maxBytes + " bytes of UTF-8");
      }
    }
    return bytes;
  }

  /**
   * A text by which people know somebody: empty, or with something in it that can be seen, and
   * without what cannot be and changes how the text reads, such as zero-width characters and those
   * that turn the direction of what follows them.
   */
  public static String requireShown(String field, String value) {
    boolean isSeen = value.isEmpty();
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      switch (Character.getType(c)) {
        case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
            throw new InvalidFieldException(
                field,
                "must not have characters that cannot be seen or that turn the direction of others,"
                    + " such as U+%04X".formatted(c));
        case Character.SPACE_SEPARATOR -> {
          // Says nothing of whether there is something to see.
        }
        default -> isSeen |= BLANK_LETTERS.indexOf(c) < 0;
      }
    }
    if (!isSeen) {
      throw new InvalidFieldException(field, "must have something that can be seen, or be empty");
    }
    return value;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
