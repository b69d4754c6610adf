package io.leaderboard.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  /** What a service runs from, as arguments of {@code java}. */
  static List<String> launch(String service) {
    return List.of(
        "-jar",
        root()
            .resolve(service)
            .resolve("target")
            .resolve(service + "-" + System.getProperty("project.version") + ".jar")
            .toString());
  }
}
