package io.leaderboard.servers;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories of PATH. */
final class SearchPath {
  private SearchPath() {}

  static List<Path> directories() {
    String path = System.getenv("PATH");
    return path == null
        ? List.of()
        : Stream.of(path.split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
  }
}
