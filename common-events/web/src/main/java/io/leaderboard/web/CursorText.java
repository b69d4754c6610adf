package io.leaderboard.web;

import io.leaderboard.events.limit.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Cursors as clients carry them from one page of a list to the next: text that means nothing. */
public final class CursorText {
  /** The query parameter. */
  public static final String PARAMETER = "cursor";

  private static final String ALLOWED = "must be the 'next' of the list before";

  private CursorText() {}

  /** URL-safe text of {@code bytes}. */
  public static String of(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** URL-safe text of {@code text}. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What {@link #of(byte[])} made a text of.
   *
   * @throws InvalidFieldException when {@code cursor} is no such text
   */
  public static byte[] bytes(String cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /**
   * What {@link #of(String)} made a text of.
   *
   * @throws InvalidFieldException when {@code cursor} is no such text
   */
  public static String text(String cursor) {
    return new String(bytes(cursor), StandardCharsets.UTF_8);
  }

  /** It is no cursor of the list. */
  public static InvalidFieldException refused() {
    return new InvalidFieldException(PARAMETER, ALLOWED);
  }

  /** The same, as something else found out. */
  public static InvalidFieldException refused(Throwable cause) {
    InvalidFieldException refused = refused();
    refused.initCause(cause);
    return refused;
  }
}
