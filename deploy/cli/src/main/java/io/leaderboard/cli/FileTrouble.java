package io.leaderboard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the system says when a file cannot be worked with, in a line that says what to do. */
final class FileTrouble {
  private FileTrouble() {}

  /** Empty when it is something else, which nobody expected. */
  static Optional<String> words(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof UncheckedIOException ? failure.getCause() : failure;
    if (cause instanceof AccessDeniedException denied) {
      return Optional.of(
          "%s: %s has no right to that; run this as who owns it, or in a directory of your own"
              .formatted(denied.getFile(), System.getProperty("user.name")));
    }
    if (cause instanceof NoSuchFileException missing) {
      return Optional.of(missing.getFile() + " is not there");
    }
    if (cause instanceof FileSystemException trouble) {
      return Optional.of(
          "%s: %s"
              .formatted(
                  trouble.getFile(), trouble.getReason() == null ? trouble : trouble.getReason()));
    }
    return cause instanceof IOException
        ? Optional.of(String.valueOf(cause.getMessage()))
        : Optional.empty();
  }
}
