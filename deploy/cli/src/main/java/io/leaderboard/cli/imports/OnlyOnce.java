package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * What is to be imported as a file that can be read twice: once before anything is sent, and once
 * to send it. What can be read only once, standard input or a pipe, is kept beside the journals
 * meanwhile, on the disk, as large as it is.
 */
final class OnlyOnce implements Closeable {
  static final String STANDARD_INPUT = "-";

  private final String name;
  private final Path file;
  private final boolean kept;

  private OnlyOnce(String name, Path file, boolean kept) {
    this.name = name;
    this.file = file;
    this.kept = kept;
  }

  /**
   * @param given a file, a pipe, or {@value #STANDARD_INPUT}
   * @param directory where it is kept if need be
   * @throws CommandException when it cannot be read, or not be kept
   */
  static OnlyOnce of(Path given, Path directory, InputStream standardInput) {
    if (given.toString().equals(STANDARD_INPUT)) {
      return keep("standard input", directory, standardInput);
    }
    String name = given.toString();
    if (Files.isRegularFile(given) || !Files.exists(given) || Files.isDirectory(given)) {
      return new OnlyOnce(name, given, false);
    }
    try (InputStream pipe = Files.newInputStream(given)) {
      return keep(name, directory, pipe);
    } catch (IOException e) {
      throw new CommandException("%s cannot be read: %s".formatted(name, e), e);
    }
  }

  private static OnlyOnce keep(String name, Path directory, InputStream input) {
    @Nullable Path file = null;
    boolean whole = false;
    try {
      Files.createDirectories(directory);
      file = Files.createTempFile(directory, "input-", ".part");
      // Also when it is ended by a signal.
      file.toFile().deleteOnExit();
      Files.copy(input, file, StandardCopyOption.REPLACE_EXISTING);
      whole = true;
      return new OnlyOnce(name, file, true);
    } catch (IOException e) {
      throw new CommandException(
          "%s could not be kept in %s to be read twice: %s; make room or name another place with --journal"
              .formatted(name, directory, e),
          e);
    } finally {
      if (!whole && file != null) {
        file.toFile().delete();
      }
    }
  }

  /** For people. */
  String name() {
    return name;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      Files.deleteIfExists(file);
    }
  }
}
