package io.leaderboard.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** An answer. Its body belongs to the connection and holds until the next request. */
public final class HttpAnswer {
  private final int status;
  private final String head;
  private final byte[] body;
  private final int length;

  HttpAnswer(int status, String head, byte[] body, int length) {
    this.status = status;
    this.head = head;
    this.body = body;
    this.length = length;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Status line and headers, as they came. */
  public String head() {
    return head;
  }

  /** The bytes of the body are the first {@link #length()} of these. */
  public byte[] body() {
    return body;
  }

  /** How many bytes the body has. */
  public int length() {
    return length;
  }

  /** The first header of that name, whose case does not matter. */
  public Optional<String> header(String name) {
    return head.lines()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** The body as text. */
  public String text() {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }

  /** Whether {@code ascii} stands in the body. */
  public boolean contains(byte[] ascii) {
    return indexOf(ascii, 0) >= 0;
  }

  /** Where {@code ascii} stands in the body at or behind {@code from}; -1 when it does not. */
  public int indexOf(byte[] ascii, int from) {
    for (int i = from; i <= length - ascii.length; i++) {
      int same = 0;
      while (same < ascii.length && body[i + same] == ascii[same]) {
        same++;
      }
      if (same == ascii.length) {
        return i;
      }
    }
    return -1;
  }

  boolean closes() {
    return header("connection")
        .filter(said -> said.toLowerCase(Locale.ROOT).equals("close"))
        .isPresent();
  }
}
