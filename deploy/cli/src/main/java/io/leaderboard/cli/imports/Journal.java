package io.leaderboard.cli.imports;

import io.leaderboard.cli.CommandException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The memory of one import: what of the file is confirmed, and which lines were rejected. Held by
 * one process at a time.
 */
final class Journal implements Closeable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path state;
  private final Path rejections;
  private final FileChannel lock;

  private Journal(Path state, Path rejections, FileChannel lock) {
    this.state = state;
    this.rejections = rejections;
    this.lock = lock;
  }

  /**
   * Opens the journal of the import with that key.
   *
   * @throws CommandException when another process has it, or the directory cannot be written
   */
  static Journal open(Path directory, String key) {
    try {
      Files.createDirectories(directory);
      Path lockFile = directory.resolve(key + ".lock");
      @Nullable FileChannel lock = lock(lockFile);
      if (lock == null) {
        throw new CommandException("another import of this file is running, it holds " + lockFile);
      }
      return new Journal(
          directory.resolve(key + ".json"), directory.resolve(key + ".rejected.tsv"), lock);
    } catch (IOException e) {
      throw notWritable(directory, e);
    }
  }

  /** Empty when nothing of the file was imported yet. */
  Optional<JournalState> read() {
    if (!Files.exists(state)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readString(state), JournalState.class));
    } catch (IOException | JacksonException e) {
      throw new CommandException(
          "the journal %s cannot be read: %s; delete it to import from the first line, every line counts once"
              .formatted(state, e.getMessage()),
          e);
    }
  }

  /** Replaces the state in one step, on the disk before this returns. */
  void write(JournalState next) {
    Path draft = state.resolveSibling(state.getFileName() + ".next");
    try {
      Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(next));
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw notWritable(state, e);
    }
  }

  /** The list of rejected lines as it was when the state was written; nothing after that counts. */
  RejectionList rejections(long bytes) {
    try {
      return RejectionList.open(rejections, bytes);
    } catch (IOException e) {
      throw notWritable(rejections, e);
    }
  }

  Path rejectionFile() {
    return rejections;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      held = channel.tryLock() != null;
      return held ? channel : null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static CommandException notWritable(Path path, IOException e) {
    return new CommandException(
        "%s cannot be written: %s; make room or name another place with --journal"
            .formatted(path, e),
        e);
  }
}
