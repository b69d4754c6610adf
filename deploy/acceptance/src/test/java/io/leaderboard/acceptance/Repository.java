package io.leaderboard.acceptance;

import io.leaderboard.servers.ProjectHome;
import java.nio.file.Path;
import java.util.List;

/** Where the project lies, and what was built of it. */
final class Repository {
  private Repository() {}

  /** The directory of the root pom. */
  static Path root() {
    return ProjectHome.find();
  }

  /** What a service runs from, as arguments of {@code java}. */
  static List<String> launch(String service) {
    return launch(service, service);
  }

  /** What the jar of a module runs from, as arguments of {@code java}. */
  static List<String> launch(String directory, String artifact) {
    String name = artifact + "-" + System.getProperty("project.version") + ".jar";
    return List.of("-jar", root().resolve(directory).resolve("target").resolve(name).toString());
  }
}
