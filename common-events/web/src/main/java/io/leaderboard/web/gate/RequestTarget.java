package io.leaderboard.web.gate;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether the target of a request can be read without guessing: a URI whose percent-encoding is
 * complete and stands for valid UTF-8. Spring answers the first with an empty 400, and reads what
 * is no UTF-8 as U+FFFD, which would make one user of many.
 */
final class RequestTarget {
  private RequestTarget() {}

  /**
   * @param target as it stands in the request line
   */
  static boolean isReadable(String target) {
    boolean plain = true;
    for (int i = 0; i < target.length() && plain; i++) {
      plain = isPlain(target.charAt(i));
    }
    return plain || (isUri(target) && encodesUtf8(target));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/-._~?=&:,+".indexOf(c) >= 0;
  }

  private static boolean isUri(String target) {
    if (target.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
      return false;
    }
    try {
      // As Spring does: the target behind a scheme and a host, unless it brings its own.
      new URI(target.startsWith("/") ? "http://host" + target : target);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean encodesUtf8(String target) {
    ByteBuffer bytes = ByteBuffer.allocate(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '%') {
        bytes.put((byte) Integer.parseInt(target.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
