package io.leaderboard.query.board;

import io.leaderboard.events.decimal.ScaledLong;
import io.leaderboard.events.limit.Identifiers;
import io.leaderboard.events.limit.InvalidFieldException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The last entry of a page: the next page begins behind its place in the order of the board, even
 * when the entry has moved meanwhile.
 *
 * @param sortKey as in {@code BoardRules.sortKey}, at most 15 digits
 */
record Cursor(long sortKey, String userId) {
  /** The query parameter. */
  static final String PARAMETER = "cursor";

  /** Says how the rest is to be read, so that another form can be told apart later. */
  private static final byte FORM = 1;

  private static final int HEAD_BYTES = 1 + Long.BYTES;
  private static final int MAX_TEXT = ((HEAD_BYTES + Identifiers.MAX_USER_ID_BYTES) * 4 + 2) / 3;

  /** URL-safe text. */
  String encoded() {
    byte[] user = userId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + user.length);
    bytes.put(FORM).putLong(sortKey).put(user);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws InvalidFieldException when {@code text} is no cursor
   */
  static Cursor parse(String text) {
    try {
      if (text.length() <= MAX_TEXT) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() > HEAD_BYTES && bytes.get() == FORM) {
          long sortKey = bytes.getLong();
          String userId = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
          Identifiers.requireUserId(PARAMETER, userId);
          if (ScaledLong.inRange(sortKey)) {
            return new Cursor(sortKey, userId);
          }
        }
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw refused(e);
    }
    throw refused(null);
  }

  private static InvalidFieldException refused(@Nullable Throwable cause) {
    InvalidFieldException refused =
        new InvalidFieldException(PARAMETER, "must be the 'next' of the page before");
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }
}
