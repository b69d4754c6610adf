package io.leaderboard.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies. */
final class Repository {
  private Repository() {}

  /** The directory of the root pom. */
  static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(directory.resolve("deploy/leaderboard"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("not within the project: " + Path.of("").toAbsolutePath());
      }
      directory = parent;
    }
    return directory;
  }
}
