package io.leaderboard.ingest;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Lines as a stream of bytes, made as they are read. */
final class LinesInputStream extends InputStream {
  private final Iterator<String> lines;
  private byte[] current = new byte[0];
  private int position;

  LinesInputStream(Iterator<String> lines) {
    this.lines = lines;
  }

  @Override
  public int read() {
    return advance() ? current[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read = 0;
    while (read < length && advance()) {
      int part = Math.min(length - read, current.length - position);
      System.arraycopy(current, position, bytes, offset + read, part);
      position += part;
      read += part;
    }
    return read == 0 && length > 0 ? -1 : read;
  }

  private boolean advance() {
    if (position < current.length) {
      return true;
    }
    if (!lines.hasNext()) {
      return false;
    }
    current = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
    position = 0;
    return true;
  }
}
