package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipException;

/**
 * A file as it is before anything of it is sent.
 *
 * @param name of it, for people
 * @param lines line breaks, and one more if text follows the last of them
 * @param digest SHA-256 in hexadecimal, of the text: compressed or not, it is the same import
 */
record SourceFile(Path path, String name, long lines, String digest) {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  static SourceFile survey(Path path) {
    return survey(path, path.toString());
  }

  /** Reads the file once from end to end, and refuses one that is not UTF-8. */
  static SourceFile survey(Path path, String name) {
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new CommandException(name + " is not a file that can be read");
    }
    MessageDigest digest = Digests.sha256();
    CharsetDecoder decoder = strictDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
    CharBuffer text = CharBuffer.allocate(CHUNK_BYTES);
    long lineBreaks = 0;
    boolean midLine = false;
    try (Content content = Content.open(path)) {
      InputStream in = content.text();
      boolean end = false;
      while (!end) {
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        end = read < 0;
        if (!end) {
          digest.update(bytes.array(), bytes.position(), read);
          bytes.position(bytes.position() + read);
        }
        bytes.flip();
        boolean broken = decoder.decode(bytes, text, end).isError();
        text.flip();
        while (text.hasRemaining()) {
          midLine = text.get() != '\n';
          lineBreaks += midLine ? 0 : 1;
        }
        if (broken) {
          throw new CommandException(
              "%s is not UTF-8 in line %d; convert it, for example with \"%s\", where -f names the encoding that it has"
                  .formatted(name, lineBreaks + 1, content.conversion(name)));
        }
        bytes.compact();
        text.clear();
      }
    } catch (IOException e) {
      throw new CommandException("%s cannot be read: %s".formatted(name, reason(e)), e);
    }
    return new SourceFile(
        path, name, lineBreaks + (midLine ? 1 : 0), HexFormat.of().formatHex(digest.digest()));
  }

  private static String reason(IOException e) {
    if (e instanceof EOFException) {
      return "it is compressed, and its end is missing";
    }
    return e instanceof ZipException
        ? "it is compressed, and damaged: " + e.getMessage()
        : e.toString();
  }

  /** The text without a byte order mark. */
  static Reader reader(Path path) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(Content.open(path).text(), strictDecoder()));
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  /** A replacement character would silently make another user of a broken name. */
  private static CharsetDecoder strictDecoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
