package io.leaderboard.ingest.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8. The JSON parser reads overlong forms and surrogates written as three bytes each, so
 * that one user id would have several spellings; and it takes input with zero bytes for UTF-16.
 */
final class Utf8 {
  private Utf8() {}

  /** Whether a part of {@code bytes} is valid UTF-8 without the character zero. */
  static boolean isText(byte[] bytes, int offset, int length) {
    boolean ascii = true;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == 0) {
        return false;
      }
      ascii &= bytes[i] > 0;
    }
    if (ascii) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
