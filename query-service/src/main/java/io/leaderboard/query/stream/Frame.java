package io.leaderboard.query.stream;

import io.leaderboard.query.web.TaggedBody;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A part of a stream as it is sent.
 *
 * @param id of the content, the same in every instance of the service; empty for what has none
 * @param bytes must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; shared by all who watch.
record Frame(String id, byte[] bytes) {
  /** Says nothing, so that neither end takes the other for gone. */
  static final Frame HEARTBEAT = new Frame("", ascii(":\n\n"));

  /** Comes first: how long to wait before connecting again, in milliseconds. */
  private static final byte[] RETRY = ascii("retry: 2000\n\n");

  /** The first part for a client that knows the content already. */
  static final Frame BEGINNING = new Frame("", RETRY);

  /** A page; JSON has no line breaks. */
  static Frame top(TaggedBody page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(page.bytes().length + 64);
    bytes.writeBytes(ascii("event: top\nid: " + page.tag() + "\ndata: "));
    bytes.writeBytes(page.bytes());
    bytes.writeBytes(ascii("\n\n"));
    return new Frame(page.tag(), bytes.toByteArray());
  }

  /** The same as the first part of a stream. */
  Frame first() {
    return BEGINNING.then(this);
  }

  /** Both, one after the other, as one part of the content of {@code next}. */
  Frame then(Frame next) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(bytes.length + next.bytes.length);
    both.writeBytes(bytes);
    both.writeBytes(next.bytes);
    return new Frame(next.id, both.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
