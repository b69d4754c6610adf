package io.leaderboard.cli.imports;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * What a file holds. Gzip is told by its first bytes, which no text in UTF-8 begins with, and not
 * by the file's name.
 *
 * @param compressed whether the file holds it compressed
 * @param wide whether it begins as UTF-16 does
 */
record Content(InputStream text, boolean compressed, boolean wide) implements Closeable {
  private static final int CHUNK_BYTES = 1 << 16;

  static Content open(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), CHUNK_BYTES);
    try {
      boolean compressed = begins(bytes, 0x1F, 0x8B);
      InputStream text =
          compressed
              ? new BufferedInputStream(new GZIPInputStream(bytes, CHUNK_BYTES), CHUNK_BYTES)
              : bytes;
      return new Content(text, compressed, begins(text, 0xFF, 0xFE) || begins(text, 0xFE, 0xFF));
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** The command that makes UTF-8 of it, for people to adapt. */
  String conversion(String name) {
    String from = wide ? "UTF-16" : "ISO-8859-1";
    return compressed
        ? "gunzip -c %s | iconv -f %s -t UTF-8 | deploy/leaderboard import - ..."
            .formatted(name, from)
        : "iconv -f %s -t UTF-8 %s | deploy/leaderboard import - ...".formatted(from, name);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  private static boolean begins(InputStream bytes, int first, int second) throws IOException {
    bytes.mark(2);
    boolean same = bytes.read() == first && bytes.read() == second;
    bytes.reset();
    return same;
  }
}
