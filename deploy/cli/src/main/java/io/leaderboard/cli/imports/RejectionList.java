package io.leaderboard.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The rejected lines of an import, a line each: number, tab, reason. All are in the file; the first
 * ones are also told as they come.
 */
final class RejectionList implements Closeable {
  /** More than anybody reads in a terminal. */
  private static final int TOLD = 100;

  private final Path file;
  private final FileChannel channel;
  private int told;

  private RejectionList(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the list cut to a length that is known to be whole. */
  static RejectionList open(Path file, long bytes) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(bytes);
    channel.position(channel.size());
    return new RejectionList(file, channel);
  }

  /** Adds lines, tells the first ones, and returns the length of the list in bytes. */
  long add(List<RejectedLine> lines, PrintStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (RejectedLine line : lines) {
      text.append(line.line()).append('\t').append(line.reason()).append('\n');
      if (told < TOLD) {
        out.println("line %d: %s".formatted(line.line(), line.reason()));
      } else if (told == TOLD) {
        out.println("further rejected lines are only listed in " + file);
      }
      told += told <= TOLD ? 1 : 0;
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
